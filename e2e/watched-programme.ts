import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { CENTRE, FIRST_HALL, hear, SECOND_HALL, seePicture, shows } from './filmed-hall.ts';
import type { FilmedHall } from './filmed-hall.ts';
import { readPeers } from './watched-peers.ts';

/** What a page shows and lets hear of the programme: by its pixels, and by the energy at the halls’ tones. */

export const MAIN = 'video[data-slot="MAIN"]';
export const RETURN = 'video[data-slot="RETURN"]';
export const INSET = 'video[data-slot="INSET"]';
const TONES = [CENTRE, FIRST_HALL, SECOND_HALL].map(({ toneHz }) => toneHz);
/** A pulse comes once a second: in two seconds at least one is heard whole. */
const LISTEN_SECONDS = 2.2;
const HEARD = 0.02;
const UNHEARD = 0.002;

export async function expectPicture(page: Page, selector: string, film: FilmedHall): Promise<void> {
  await expect
    .poll(async () => shows(await seePicture(page, selector), film), { timeout: 20_000 })
    .toBe(true);
}

/** It moves: the number of the frame goes on. */
export async function expectMoving(page: Page, selector: string): Promise<void> {
  const before = await seePicture(page, selector);
  await expect
    .poll(async () => (await seePicture(page, selector))?.frame, { timeout: 10_000 })
    .not.toBe(before?.frame);
}

async function heardOn(page: Page, slot: 'SOUND_CENTRE' | 'SOUND_HALL') {
  const selector = `audio[data-slot="${slot}"]`;
  return hear(page, { selector, tonesHz: TONES, seconds: LISTEN_SECONDS });
}

export async function expectHeard(
  page: Page,
  slot: 'SOUND_CENTRE' | 'SOUND_HALL',
  film: FilmedHall | null,
): Promise<void> {
  await expect
    .poll(
      async () => {
        const heard = await heardOn(page, slot);
        return TONES.map((hz) =>
          heard[hz]! > HEARD ? 'heard' : heard[hz]! < UNHEARD ? '' : 'faint',
        );
      },
      { timeout: 30_000 },
    )
    .toEqual(TONES.map((hz) => (hz === film?.toneHz ? 'heard' : '')));
}

export interface Receiver {
  /** Slot and track; a track's id is that of its mediasoup consumer. */
  tracks: string[];
  negotiations: number;
  /** By track: what came in so far. */
  ssrcs: Record<string, number[]>;
}

/** What must not change in a receiver over any number of takes. */
export async function readReceiver(page: Page): Promise<Receiver> {
  const tracks = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLMediaElement>('[data-slot]')].map(
      ({ dataset, srcObject }) => {
        const own = (srcObject as MediaStream | null)?.getTracks() ?? [];
        return `${dataset['slot']}=${own.map(({ id }) => id).join('+')}`;
      },
    ),
  );
  const { negotiations, receivedSsrcs } = await readPeers(page);
  return { tracks: tracks.sort(), negotiations, ssrcs: receivedSsrcs };
}

/** Slots that were silent before may have begun; none may have got another track, SSRC or consumer. */
export function expectSameReceiver(now: Receiver, before: Receiver): void {
  expect(now.tracks).toEqual(before.tracks);
  expect(now.negotiations).toBe(before.negotiations);
  expect(now.ssrcs).toMatchObject(before.ssrcs);
  for (const ssrcs of Object.values(now.ssrcs)) expect(ssrcs).toHaveLength(1);
}
