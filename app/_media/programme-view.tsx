'use client';

import clsx from 'clsx';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ProgrammeState } from '#contract/programme.ts';
import { shownNotice, type Layout } from '#domain/programme.ts';
import { BrandMark } from '../_ui/brand-mark.tsx';
import type { SlotTracks } from './received-programme.ts';
import { SlotPicture } from './slot-media.tsx';

interface ProgrammeViewProps {
  tracks: SlotTracks;
  programme: ProgrammeState | null;
  /** While this hall is on air it sees the centre instead of itself. */
  ownSiteId: string | null;
  /** Why no picture can be shown now, in words; null: the pictures are shown. */
  cover: ReactNode;
  /** `screen` is read from the last row of a hall. */
  size: 'console' | 'screen';
  className?: string;
}

/** Which places are shown: the own hall's picture would come back to it late. */
export function isOwnPicture(programme: ProgrammeState | null, ownSiteId: string | null): boolean {
  return ownSiteId !== null && programme?.mainSiteId === ownSiteId;
}

/** The programme as the director laid it out, with name straps and notices. Never blank. */
export function ProgrammeView({
  tracks,
  programme,
  ownSiteId,
  cover,
  size,
  className,
}: ProgrammeViewProps) {
  const isOwn = isOwnPicture(programme, ownSiteId);
  const layout = programme?.layout ?? 'FULL';
  const notice = programme && shownNotice(programme);
  return (
    <div
      data-theme="dark"
      data-layout={layout}
      className={clsx('relative overflow-hidden bg-black text-ink', className)}
    >
      <SlotPicture
        slot="MAIN"
        track={tracks.get('MAIN')}
        className={clsx(MAIN_BOX[layout], isOwn && 'invisible')}
      />
      <SlotPicture
        slot="RETURN"
        track={tracks.get('RETURN')}
        className={clsx(MAIN_BOX[layout], !isOwn && 'invisible')}
      />
      <SlotPicture
        slot="INSET"
        track={tracks.get('INSET')}
        className={clsx(INSET_BOX[layout], layout === 'FULL' && 'invisible')}
      />
      {programme?.mainName && !cover && (
        <NameStrap name={isOwn ? '' : programme.mainName} size={size} />
      )}
      {cover && notice !== 'ENDED' ? (
        <Cover size={size}>{cover}</Cover>
      ) : (
        notice && <NoticeOverSlate notice={notice} size={size} />
      )}
    </div>
  );
}

const MAIN_BOX: Record<Layout, string> = {
  FULL: 'absolute inset-0 size-full object-contain',
  INSET: 'absolute inset-0 size-full object-contain',
  SIDE_BY_SIDE: 'absolute inset-y-0 left-0 h-full w-[calc(50%-1px)] object-contain',
};
const INSET_BOX: Record<Layout, string> = {
  FULL: 'absolute right-0 bottom-0 size-px',
  INSET: 'absolute right-[2.5%] bottom-[4%] w-[28%] rounded-md object-contain shadow-lift',
  SIDE_BY_SIDE: 'absolute inset-y-0 right-0 h-full w-[calc(50%-1px)] object-contain',
};

type Notice = Exclude<ProgrammeState['notice'], 'NONE'>;

type Size = ProgrammeViewProps['size'];

function NameStrap({ name, size }: { name: string; size: Size }) {
  if (!name) return null;
  return (
    <p
      className={clsx(
        'absolute bottom-[5%] left-[3%] max-w-[62%] border-l-4 border-brand bg-canvas/85 font-semibold',
        size === 'screen' ? 'px-8 py-3 text-3xl' : 'px-4 py-1 text-base sm:text-lg',
      )}
    >
      {name}
    </p>
  );
}

function NoticeOverSlate({ notice, size }: { notice: Notice; size: Size }) {
  const t = useTranslations('hall.notice');
  return (
    <Cover size={size}>
      <p role="status">{t(`${notice}.title`)}</p>
      <p className={size === 'screen' ? 'text-3xl text-ink-2' : 'text-base text-ink-2'}>
        {t(`${notice}.text`)}
      </p>
    </Cover>
  );
}

/** Instead of a picture: the house's own, with words. */
function Cover({ size, children }: { size: Size; children: ReactNode }) {
  return (
    <div
      data-cover
      className={clsx(
        'absolute inset-0 flex flex-col items-center justify-center bg-canvas text-center font-semibold text-balance',
        size === 'screen' ? 'gap-10 px-[8%] text-display' : 'gap-4 px-6 text-xl',
      )}
    >
      <BrandMark className={size === 'screen' ? 'size-40' : 'size-14'} />
      {children}
    </div>
  );
}
