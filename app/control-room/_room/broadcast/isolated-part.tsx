'use client';

import { CircleStop, Disc } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BroadcastState, IsolatedState } from '#contract/broadcast.ts';
import type { ControlRoomSource } from '#contract/control-room.ts';
import { Badge } from '../../../_ui/badge.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Combobox } from '../../../_ui/combobox.tsx';
import { useRoom } from '../room-context.tsx';
import { RunningLines } from './running-lines.tsx';
import { useBroadcastCommand } from './use-broadcast.ts';

const NONE: ReadonlyMap<string, ControlRoomSource> = new Map();

/** Sources that are recorded by themselves, beside the programme: what that costs is said before. */
export function IsolatedPart({ broadcast }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast.isolated');
  const { isolated, mostIsolated: most } = broadcast;
  return (
    <section aria-label={t('title')} className="mt-5 flex min-w-0 flex-col gap-3">
      <h3 className="text-sm font-semibold">{t('title')}</h3>
      <p className="text-sm text-ink-2">{t('cost', { most })}</p>
      {isolated.length < most && <AddSource broadcast={broadcast} />}
      <ul className="flex flex-col gap-2">
        {isolated.map((one) => (
          <Isolated key={one.sourceId} broadcast={broadcast} isolated={one} />
        ))}
      </ul>
    </section>
  );
}

function AddSource({ broadcast: { sessionId, isolated } }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast.isolated');
  const start = useBroadcastCommand('isolated:start');
  const [chosen, setChosen] = useState<string | null>(null);
  const sources = useRoom(({ facts }) => facts?.sources ?? NONE);
  const known = new Set(isolated.map(({ sourceId }) => sourceId));
  const options = [...sources.values()]
    .filter((source) => (source.hasPicture || source.hasSound) && !known.has(source.sourceId))
    .map(({ sourceId, name }) => ({ value: sourceId, label: name }));
  const add = async () => {
    if (chosen && (await start.send({ sessionId, sourceId: chosen }))) setChosen(null);
  };
  if (options.length === 0) return <p className="text-sm text-ink-2">{t('none')}</p>;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Combobox
        label={t('choose')}
        options={options}
        value={chosen}
        onValue={setChosen}
        className="min-w-48 flex-1"
      />
      <Button icon={Disc} disabled={chosen === null} state={start.state} onClick={() => void add()}>
        {t('start')}
      </Button>
    </div>
  );
}

interface IsolatedProps {
  broadcast: BroadcastState;
  isolated: IsolatedState;
}

function Isolated({ broadcast: { sessionId, isOn }, isolated }: IsolatedProps) {
  const t = useTranslations('control-room.broadcast.isolated');
  const stop = useBroadcastCommand('isolated:stop');
  const { sourceId, name, running } = isolated;
  const standing = !isOn ? 'READY' : running?.state === 'RUNNING' ? 'RUNNING' : 'WAITING';
  const tone = standing === 'RUNNING' ? 'ok' : standing === 'READY' ? 'info' : 'warn';
  return (
    <li
      data-isolated={sourceId}
      data-standing={standing}
      className="flex flex-col gap-1 rounded-md border border-line bg-surface p-2"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-40 flex-1 text-sm font-medium">{name}</p>
        <Badge tone={tone} icon={Disc}>
          {t(`standing.${standing}`)}
        </Badge>
        <Button
          size="small"
          icon={CircleStop}
          state={stop.state}
          aria-label={t('stopNamed', { name })}
          onClick={() => void stop.send({ sessionId, sourceId })}
        >
          {t('stop')}
        </Button>
      </div>
      {running && <RunningLines running={running} kind="RECORDING" />}
    </li>
  );
}
