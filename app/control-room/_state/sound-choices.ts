import type { ControlRoomSource } from '#contract/control-room.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import type { SoundSlot } from '#domain/programme.ts';

interface Known {
  programme: ProgrammeState;
  sources: ReadonlyMap<string, ControlRoomSource>;
  selectedSourceId: string | null;
}

/**
 * What a sound slot may be set to: for the centre's, all its sounds; for the hall's, the halls that the
 * director has in hand (on air, in preview, selected), because a list of 766 is none.
 */
export function soundChoices(
  slot: SoundSlot,
  { programme, sources, selectedSourceId }: Known,
): ControlRoomSource[] {
  const now = slot === 'SOUND_CENTRE' ? programme.centreSoundSourceId : programme.hallSoundSourceId;
  const inHand = new Set([
    now,
    programme.mainSourceId,
    programme.insetSourceId,
    programme.previewSourceId,
    selectedSourceId,
  ]);
  return [...sources.values()].filter((source) => {
    if (source.sourceId === now) return true;
    if (!source.hasSound) return false;
    return slot === 'SOUND_CENTRE'
      ? source.isCentral
      : !source.isCentral && inHand.has(source.sourceId);
  });
}
