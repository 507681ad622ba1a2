import type { ControlRoomHall, ControlRoomSource, SlotState } from '#contract/control-room.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import type { Slot } from '#domain/programme.ts';

/** What the centre has told of a session, put together; never changed in place. */
export interface RoomFacts {
  programme: ProgrammeState;
  halls: ReadonlyMap<string, ControlRoomHall>;
  sources: ReadonlyMap<string, ControlRoomSource>;
  queue: readonly SpeakerRequestState[];
  slots: Readonly<Partial<Record<Slot, SlotState>>>;
}

export interface RoomSnapshot {
  programme: ProgrammeState;
  halls: readonly ControlRoomHall[];
  sources: readonly ControlRoomSource[];
  queue: readonly SpeakerRequestState[];
  slots: readonly SlotState[];
}

/** `queue` is null when it did not change. */
export type RoomChange = Omit<RoomSnapshot, 'programme' | 'queue'> & {
  queue: readonly SpeakerRequestState[] | null;
};

/** @param known what was known before a reconnection: its programme may be the newer one */
export function factsOf(snapshot: RoomSnapshot, known: RoomFacts | null): RoomFacts {
  return {
    programme: known ? newest(known.programme, snapshot.programme) : snapshot.programme,
    halls: new Map(snapshot.halls.map((hall) => [hall.siteId, hall])),
    sources: new Map(snapshot.sources.map((source) => [source.sourceId, source])),
    queue: snapshot.queue,
    slots: Object.fromEntries(snapshot.slots.map((slot) => [slot.slot, slot])),
  };
}

/** Puts changed entries, each whole, in the place of the earlier ones; twice is harmless. */
export function withChange(facts: RoomFacts, change: RoomChange): RoomFacts {
  const slots = Object.fromEntries(change.slots.map((slot) => [slot.slot, slot]));
  return {
    programme: facts.programme,
    halls: merged(facts.halls, change.halls, (hall) => hall.siteId),
    sources: merged(facts.sources, change.sources, (source) => source.sourceId),
    queue: change.queue ?? facts.queue,
    slots: change.slots.length === 0 ? facts.slots : { ...facts.slots, ...slots },
  };
}

/** The programme arrives on two ways; the higher number is the later direction. */
export function withProgramme(facts: RoomFacts, programme: ProgrammeState): RoomFacts {
  const next = newest(facts.programme, programme);
  return next === facts.programme ? facts : { ...facts, programme: next };
}

function newest(known: ProgrammeState, told: ProgrammeState): ProgrammeState {
  return told.number > known.number ? told : known;
}

function merged<T>(
  known: ReadonlyMap<string, T>,
  changed: readonly T[],
  idOf: (entry: T) => string,
): ReadonlyMap<string, T> {
  if (changed.length === 0) return known;
  const next = new Map(known);
  for (const entry of changed) next.set(idOf(entry), entry);
  return next;
}
