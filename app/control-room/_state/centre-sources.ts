import type { ControlRoomSource } from '#contract/control-room.ts';
import type { SourceKind } from '#domain/programme.ts';

const KINDS: readonly SourceKind[] = [
  ...(['CAMERA', 'HALL', 'SCREEN', 'FILE', 'RTMP', 'SRT', 'SOUND_DESK'] as const),
];

/** The centre's pictures in an order that stays: cameras, the screen, films, signals, each by its key. */
export function centreSources(
  sources: ReadonlyMap<string, ControlRoomSource>,
): ControlRoomSource[] {
  return [...sources.values()]
    .filter((source) => source.isCentral && source.kind !== 'SOUND_DESK')
    .sort(
      (left, right) =>
        KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind) || (left.key < right.key ? -1 : 1),
    );
}
