'use client';

import clsx from 'clsx';
import { ClipboardList, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Failure } from '../../_live/http-command.ts';
import { useFailureText } from '../../_live/use-command.ts';
import { Button, LinkButton } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { CameraPanel } from './camera-panel.tsx';
import { DoorCounters } from './door-counters.tsx';
import { DoorHeader } from './door-header.tsx';
import type { DoorEngine } from './door-engine.ts';
import type { DoorModel } from './door-model.ts';
import type { DeviceSelf } from './door-store.ts';
import type { DoorView } from './door-view.ts';
import { ExtraPeople } from './extra-people.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { PersonSheet } from './person-sheet.tsx';
import { ResultPanel } from './result-panel.tsx';
import type { DoorSession } from '../session-choice.ts';
import { useDesk, type Desk } from './use-desk.ts';
import { useWakeLock } from '../../_ui/use-wake-lock.ts';
import { useWedge } from './use-wedge.ts';
import { WalkInDialog } from './walk-in-dialog.tsx';

export interface Door {
  self: DeviceSelf;
  session: DoorSession;
  view: DoorView;
}

interface DoorScreenProps {
  engine: DoorEngine;
  model: DoorModel;
  door: Door;
}

/** The clerk's desk: one hand holds the badge before the camera, the other finds a name. */
export function DoorScreen({ engine, model, door }: DoorScreenProps) {
  const t = useTranslations('door');
  const desk = useDesk({ engine, model });
  const [openId, setOpenId] = useState<string | null>(null);
  const [isAddingWalkIn, setIsAddingWalkIn] = useState(false);
  const [isSearching, setIsSearching] = useState(false);
  const [typedOver, setTypedOver] = useState<Desk['result'] | null>(null);
  useWedge(desk.scan);
  useWakeLock();
  const { view, session } = door;
  // On a phone an outcome makes room for what is typed after it; the next one is shown again.
  const isPutAside = isSearching && (desk.result.kind === 'idle' || desk.result === typedOver);
  const openPerson = openId === null ? null : (view.byId.get(openId) ?? null);
  return (
    <>
      <DoorHeader engine={engine} model={model} door={door} />
      {model.refusal && <NotTakenNotice failure={model.refusal} />}
      {session.closedAt !== null && <Notice tone="warn">{t('sessionClosed')}</Notice>}
      {session.openedAt === null && <Notice>{t('sessionNotOpen')}</Notice>}
      {/* While somebody types a name, a phone gives its height to the names. */}
      <div className={clsx(isSearching && 'max-lg:hidden')}>
        <DoorCounters view={view} />
      </div>
      <div className="flex flex-col gap-4 lg:grid lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] lg:gap-6">
        {/* On a phone one column: the last result stays in sight above the list. */}
        <div className="contents gap-4 lg:flex lg:flex-col">
          <div
            className={clsx(
              desk.result.kind !== 'idle' && !isSearching && 'z-10 max-lg:sticky max-lg:top-30',
              isPutAside && 'max-lg:hidden',
            )}
          >
            <ResultPanel model={model} door={door} desk={desk} onOpen={setOpenId} />
          </div>
          {/* Folded, not taken away: a badge held before the camera is read all the same. */}
          <div className={clsx(isSearching && 'max-lg:sr-only')}>
            <CameraPanel onText={desk.scan} />
          </div>
          <div
            className={clsx(
              'grid gap-3 min-[22rem]:grid-cols-2',
              isSearching && 'max-lg:order-last',
            )}
          >
            <Button
              icon={UserPlus}
              className="h-12! px-2! max-sm:text-sm!"
              onClick={() => setIsAddingWalkIn(true)}
            >
              {t('addWalkIn')}
            </Button>
            <LinkButton
              icon={ClipboardList}
              className="h-12! px-2! max-sm:text-sm!"
              href="/site/headcount"
              prefetch={false}
            >
              {t('siteHeadcount')}
            </LinkButton>
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <PeoplePanel
            view={view}
            desk={desk}
            onOpen={setOpenId}
            search={{
              isOn: isSearching,
              onSwitch: setIsSearching,
              onType: () => setTypedOver(desk.result),
            }}
          />
          <ExtraPeople view={view} desk={desk} />
        </div>
      </div>
      <PersonSheet person={openPerson} desk={desk} onClose={() => setOpenId(null)} />
      <WalkInDialog open={isAddingWalkIn} onOpen={setIsAddingWalkIn} desk={desk} />
    </>
  );
}

/** The door goes on at this machine; somebody has to mend its right to deliver. */
function NotTakenNotice({ failure }: { failure: Failure }) {
  const t = useTranslations('door');
  const failureText = useFailureText();
  return (
    <Notice
      tone="danger"
      title={t('refusedDeviceTitle')}
      action={<LinkButton href="/join">{t('enterCode')}</LinkButton>}
    >
      {t('refusedDeviceText', { reason: failureText(failure) })}
    </Notice>
  );
}
