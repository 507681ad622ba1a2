import type { CommandInput } from '#contract/registry.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import type { Layout } from '#domain/programme.ts';

export type TakeInput = Omit<CommandInput<'programme:take'>, 'sessionId'>;
type OnAir = Pick<ProgrammeState, 'mainSourceId' | 'insetSourceId' | 'previewSourceId' | 'layout'>;

/**
 * TAKE: the preview becomes the main picture, the second picture stays. A preview that is the second
 * picture already changes places with the main one.
 * @returns null when there is nothing to take
 */
export function takeOfPreview(
  { mainSourceId, insetSourceId, previewSourceId, layout }: OnAir,
  sound: TakeInput['sound'],
): TakeInput | null {
  if (previewSourceId === null || previewSourceId === mainSourceId) return null;
  const inset = insetSourceId === previewSourceId ? mainSourceId : insetSourceId;
  return {
    mainSourceId: previewSourceId,
    insetSourceId: inset,
    layout: inset === null ? 'FULL' : layout,
    sound,
  };
}

/**
 * The layout that was asked for. A second picture that is not there yet is the preview; FULL takes the
 * second one away.
 * @returns null when there is no second picture to show, or nothing would change
 */
export function takeOfLayout(onAir: OnAir, layout: Layout): TakeInput | null {
  const { mainSourceId, insetSourceId, previewSourceId } = onAir;
  if (layout === onAir.layout || mainSourceId === null) return null;
  if (layout === 'FULL') {
    return { mainSourceId, insetSourceId: null, layout, sound: 'FOLLOWS' };
  }
  const second = insetSourceId ?? previewSourceId;
  if (second === null || second === mainSourceId) return null;
  // The same two pictures in another shape: nobody's sound changes.
  const sound = insetSourceId === null ? 'FOLLOWS' : 'STAYS';
  return { mainSourceId, insetSourceId: second, layout, sound };
}

/** I: the preview as a small picture in the corner; once more takes it away. */
export function takeOfInset(onAir: OnAir): TakeInput | null {
  return takeOfLayout(onAir, onAir.insetSourceId === null ? 'INSET' : 'FULL');
}

/** S: the slate for everybody; the called-up hall is not heard any more, the centre still is. */
export function takeOfSlate({ mainSourceId, insetSourceId }: OnAir): TakeInput | null {
  if (mainSourceId === null && insetSourceId === null) return null;
  return { mainSourceId: null, insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' };
}

/** Back to the centre's picture, or to the slate when the centre sends none. */
export function takeOfCentre({
  returnSourceId,
}: Pick<ProgrammeState, 'returnSourceId'>): TakeInput {
  return { mainSourceId: returnSourceId, insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' };
}
