import { assertUnreachable } from './assert-unreachable.ts';

/**
 * tín hiệu chương trình: what goes on air in a session, decided by the director, seen and heard by
 * every hall. Pure rules: the database stores the result, the media node carries it out.
 */

/** Places of the programme that carry a picture. RETURN is the centre's picture for the hall on air. */
export const PICTURE_SLOTS = ['MAIN', 'INSET', 'RETURN'] as const;
/** Places of the programme that carry sound: the centre, and the hall that was called up. */
export const SOUND_SLOTS = ['SOUND_CENTRE', 'SOUND_HALL'] as const;
export const SLOTS = [...PICTURE_SLOTS, ...SOUND_SLOTS] as const;
export type PictureSlot = (typeof PICTURE_SLOTS)[number];
export type SoundSlot = (typeof SOUND_SLOTS)[number];
export type Slot = (typeof SLOTS)[number];

/** FULL shows MAIN alone; INSET lays the second picture in a corner; SIDE_BY_SIDE gives each a half. */
export const LAYOUTS = ['FULL', 'INSET', 'SIDE_BY_SIDE'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What the halls read over an empty picture. */
export const NOTICES = ['NONE', 'WAITING', 'BREAK', 'TECHNICAL', 'ENDED'] as const;
export type ProgrammeNotice = (typeof NOTICES)[number];

/** What a hall's browser sends. */
export const SENT_KINDS = ['HALL', 'CAMERA', 'SCREEN', 'SOUND_DESK'] as const;
/** What another machine sends: a studio, a van, an encoder. */
export const STREAM_KINDS = ['RTMP', 'SRT'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];
/** What no hall sends: a film, or what another machine sends. The central hall hears it as well. */
export const INPUT_KINDS = ['FILE', ...STREAM_KINDS] as const;
export const SOURCE_KINDS = [...SENT_KINDS, ...INPUT_KINDS] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** A notice is read over the slate, not over somebody who speaks. */
export function shownNotice(programme: {
  mainSourceId: string | null;
  notice: ProgrammeNotice;
  endedAt: string | null;
}): Exclude<ProgrammeNotice, 'NONE'> | null {
  if (programme.endedAt !== null) return 'ENDED';
  if (programme.mainSourceId !== null || programme.notice === 'NONE') return null;
  return programme.notice;
}

export type SourceKind = (typeof SOURCE_KINDS)[number];

export function isInput(source: { kind: SourceKind } | undefined): boolean {
  return INPUT_KINDS.some((kind) => kind === source?.kind);
}

/** nguồn: a picture, a sound or both, of one hall. It keeps its id over reconnects and restarts. */
export interface ProgrammeSource {
  sourceId: string;
  siteId: string;
  isCentral: boolean;
  kind: SourceKind;
}

export interface Programme {
  mainSourceId: string | null;
  insetSourceId: string | null;
  layout: Layout;
  previewSourceId: string | null;
  /** What the hall on air sees instead of itself. */
  returnSourceId: string | null;
  centreSoundSourceId: string | null;
  hallSoundSourceId: string | null;
  isCentreSoundMuted: boolean;
  isHallSoundMuted: boolean;
}

export const EMPTY_PROGRAMME: Programme = {
  mainSourceId: null,
  insetSourceId: null,
  layout: 'FULL',
  previewSourceId: null,
  returnSourceId: null,
  centreSoundSourceId: null,
  hallSoundSourceId: null,
  isCentreSoundMuted: false,
  isHallSoundMuted: false,
};

export interface Take {
  mainSourceId: string | null;
  insetSourceId: string | null;
  layout: Layout;
  /** FOLLOWS: sound goes with the picture. STAYS: a cut-away (chỉ lấy hình), sound is left as it is. */
  sound: 'FOLLOWS' | 'STAYS';
}

export type FindSource = (sourceId: string) => ProgrammeSource | undefined;

/**
 * The programme after a take. A taken hall, film or guest is heard until another picture is taken with its sound;
 * the centre is always heard, so that the chair can speak with the hall on air.
 */
export function take(programme: Programme, taken: Take, find: FindSource): Programme {
  const main = taken.mainSourceId ? find(taken.mainSourceId) : undefined;
  const inset = taken.layout === 'FULL' ? null : taken.insetSourceId;
  const next: Programme = {
    ...programme,
    mainSourceId: taken.mainSourceId,
    insetSourceId: inset,
    layout: inset ? taken.layout : 'FULL',
  };
  const isCentre = main?.isCentral === true && !isInput(main);
  if (main && isCentre && main.kind !== 'SCREEN') next.returnSourceId = main.sourceId;
  if (taken.sound === 'STAYS') return next;
  const shown = [main, inset ? find(inset) : undefined];
  const heard = shown.find((one) => one && (!one.isCentral || isInput(one)));
  next.hallSoundSourceId = heard?.sourceId ?? null;
  if (main && isCentre && programme.centreSoundSourceId === null) {
    next.centreSoundSourceId = main.sourceId;
  }
  return next;
}

/** The programme after the source of its second picture ended: that closes, with its sound. */
export function closeInset(programme: Programme): Programme {
  const { insetSourceId, mainSourceId, hallSoundSourceId } = programme;
  const isHeard = hallSoundSourceId === insetSourceId && insetSourceId !== mainSourceId;
  return {
    ...programme,
    insetSourceId: null,
    layout: 'FULL',
    hallSoundSourceId: isHeard ? null : hallSoundSourceId,
  };
}

/** Which source feeds each slot; null is the slate, or silence. */
export function sourcesOfSlots(programme: Programme): Record<Slot, string | null> {
  return {
    MAIN: programme.mainSourceId,
    INSET: programme.insetSourceId,
    RETURN: programme.returnSourceId,
    SOUND_CENTRE: programme.isCentreSoundMuted ? null : programme.centreSoundSourceId,
    SOUND_HALL: programme.isHallSoundMuted ? null : programme.hallSoundSourceId,
  };
}

/**
 * Slots that a hall must not receive, because it would see or hear its own delayed return. Decided by
 * what is chosen, not by what is muted: unmuting must not let one packet of the own sound through.
 */
export function slotsWithheld(programme: Programme, siteId: string, find: FindSource): Set<Slot> {
  const isOwn = (sourceId: string | null) => {
    const source = sourceId === null ? undefined : find(sourceId);
    return source?.siteId === siteId && !isInput(source);
  };
  const withheld = new Set<Slot>();
  const showsItself = isOwn(programme.mainSourceId) && !find(programme.mainSourceId!)?.isCentral;
  withheld.add(showsItself ? 'MAIN' : 'RETURN');
  if (isOwn(programme.centreSoundSourceId)) withheld.add('SOUND_CENTRE');
  if (isOwn(programme.hallSoundSourceId)) withheld.add('SOUND_HALL');
  return withheld;
}

/** Halls for which something is withheld beside RETURN: those on air, in picture or in sound. */
export function sitesOnAir(programme: Programme, find: FindSource): Set<string> {
  const { mainSourceId, insetSourceId, hallSoundSourceId, centreSoundSourceId } = programme;
  const sites = new Set<string>();
  for (const sourceId of [mainSourceId, insetSourceId, hallSoundSourceId, centreSoundSourceId]) {
    const source = sourceId ? find(sourceId) : undefined;
    if (source && !isInput(source)) sites.add(source.siteId);
  }
  return sites;
}

/** A take whose source did not answer: the bus keeps what the slot showed. */
export interface GivenUp {
  slot: PictureSlot;
  sourceId: string;
  /** What the slot shows in fact; null is the slate, over which the source is waited for. */
  shownSourceId: string | null;
  /** What is heard of a called-up hall in fact. */
  heardSourceId: string | null;
  /** Which called-up hall's sound the take chose, and which it was before; null when not known. */
  hallSound: { taken: string | null; before: string | null } | null;
}

/**
 * The programme after a take that was given up: it says again what is on air. Unchanged when the
 * director has chosen something else meanwhile, or when only the slate is shown.
 */
export function giveUp(programme: Programme, given: GivenUp): Programme {
  const { slot, sourceId, shownSourceId } = given;
  if (shownSourceId === null || shownSourceId === sourceId) return programme;
  switch (slot) {
    case 'MAIN': {
      if (programme.mainSourceId !== sourceId) return programme;
      const hallSoundSourceId = soundWithoutTake(programme, given);
      return { ...programme, mainSourceId: shownSourceId, hallSoundSourceId };
    }
    case 'INSET':
      if (programme.insetSourceId !== sourceId) return programme;
      return { ...programme, insetSourceId: shownSourceId };
    case 'RETURN':
      if (programme.returnSourceId !== sourceId) return programme;
      return { ...programme, returnSourceId: shownSourceId };
    default:
      return assertUnreachable(slot);
  }
}

/** Who was seen and heard before the take is heard again; what the director chose since stands. */
function soundWithoutTake(programme: Programme, given: GivenUp): string | null {
  const { sourceId, heardSourceId, hallSound } = given;
  const { hallSoundSourceId } = programme;
  if (hallSound)
    return hallSoundSourceId === hallSound.taken ? hallSound.before : hallSoundSourceId;
  return hallSoundSourceId === sourceId ? heardSourceId : hallSoundSourceId;
}
