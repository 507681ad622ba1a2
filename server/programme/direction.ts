import type { ProgrammeState } from '#contract/programme.ts';
import type { ProgrammeRow } from '#db/queries/programme.ts';
import { programmeOf } from '#db/queries/programme.ts';
import type { ChosenSourceRow } from '#db/queries/source.ts';
import { isInput, SLOTS, sitesOnAir, slotsWithheld, sourcesOfSlots } from '#domain/programme.ts';
import type { FindSource } from '#domain/programme.ts';
import type { MediaDirection } from '../media-link/media-port.ts';

/** The programme after a change, as people see it and as the media node is told. */
export interface Directed {
  programme: ProgrammeState;
  direction: MediaDirection;
  onAir: OnAir;
}

/** Halls whose picture, and whose sound, everybody gets now. */
export interface OnAir {
  pictureSiteIds: string[];
  soundSiteIds: string[];
}

export interface DirectionFacts {
  row: ProgrammeRow;
  /** Every source that the row names, and the one heard. */
  sources: readonly ChosenSourceRow[];
  standbySourceIds: readonly string[];
  /** What is heard of a called-up hall in fact, as far as it is known. */
  heardSourceId: string | null;
}

/** What follows from the stored programme; pure. */
export function directed(facts: DirectionFacts): Directed {
  const { row, sources, standbySourceIds, heardSourceId } = facts;
  const byId = new Map(sources.map((source) => [source.sourceId, source]));
  const slots = slotsOf(row, byId);
  return {
    programme: stateOf(row, byId),
    direction: {
      sessionId: row.sessionId,
      number: row.number,
      slots,
      warm: warmSources(row, standbySourceIds),
      isHallHushed: row.isHallSoundMuted || isMuted(byId.get(heardSourceId ?? '')),
      withheld: withheldOf(row, (sourceId) => byId.get(sourceId)),
    },
    onAir: {
      pictureSiteIds: sitesOf([slots.MAIN, slots.INSET], byId),
      soundSiteIds: sitesOf([slots.SOUND_CENTRE, slots.SOUND_HALL], byId),
    },
  };
}

/** A hall that the centre muted is silent wherever it was taken to. */
function slotsOf(row: ProgrammeRow, byId: ReadonlyMap<string, ChosenSourceRow>) {
  const slots = sourcesOfSlots(programmeOf(row));
  for (const slot of ['SOUND_CENTRE', 'SOUND_HALL'] as const) {
    const sourceId = slots[slot];
    if (sourceId && isMuted(byId.get(sourceId))) slots[slot] = null;
  }
  return slots;
}

/** Muting the central hall does not mute the film that it shows. */
function isMuted(source: ChosenSourceRow | undefined): boolean {
  return source?.isMutedByCentre === true && !isInput(source);
}

function warmSources(row: ProgrammeRow, standbySourceIds: readonly string[]): string[] {
  const preview = row.previewSourceId ? [row.previewSourceId] : [];
  return [...new Set([...preview, ...standbySourceIds])];
}

function withheldOf(row: ProgrammeRow, find: FindSource): MediaDirection['withheld'] {
  const programme = programmeOf(row);
  return [...sitesOnAir(programme, find)].map((siteId) => {
    const withheld = slotsWithheld(programme, siteId, find);
    return { siteId, slots: SLOTS.filter((slot) => withheld.has(slot)) };
  });
}

function stateOf(row: ProgrammeRow, byId: ReadonlyMap<string, ChosenSourceRow>): ProgrammeState {
  const main = byId.get(row.mainSourceId ?? '');
  const inset = byId.get(row.insetSourceId ?? '');
  return {
    sessionId: row.sessionId,
    number: row.number,
    codec: row.codec,
    ...programmeOf(row),
    notice: row.notice,
    // A film has no name strap, and is of no hall.
    mainName: (!isInput(main) && main?.name) || '',
    mainSiteId: (!isInput(main) && main?.siteId) || null,
    insetName: (!isInput(inset) && inset?.name) || '',
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function sitesOf(
  sourceIds: (string | null)[],
  byId: ReadonlyMap<string, ChosenSourceRow>,
): string[] {
  const sites = sourceIds.flatMap((sourceId) => {
    const source = byId.get(sourceId ?? '');
    return source && !isInput(source) ? [source.siteId] : [];
  });
  return [...new Set(sites)];
}
