import { chromium, expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput } from '#contract/registry.ts';
import { readRoom, takeSource } from './director.ts';
import {
  CENTRE,
  FIRST_HALL,
  measureLipSync,
  MEDIA_BROWSER_ARGS,
  SCREEN,
  SECOND_HALL,
  seePicture,
  shows,
} from './filmed-hall.ts';
import type { FilmedHall } from './filmed-hall.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';
import { openVideoRound, placeMachine } from './video-round.ts';
import type { HallMachine, VideoRound } from './video-round.ts';
import {
  expectHeard,
  expectMoving,
  expectPicture,
  expectSameReceiver,
  INSET,
  MAIN,
  readReceiver,
  RETURN,
} from './watched-programme.ts';

/**
 * The centre and two halls on the programme bus, in one real browser: seen by their pixels, heard by the
 * energy at their tones. The director is the contract’s commands.
 */

test.describe.configure({ mode: 'serial', timeout: 240_000 });

let product: Product;
let browser: Browser;
let director: HttpIdentity;
let round: VideoRound;
let centre: HallMachine;
let first: HallMachine;
let second: HallMachine;
let projector: HallMachine;
const sourceIds = new Map<string, string>();

test.beforeAll(async () => {
  product = await startProduct();
  director = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  round = await openVideoRound(director);
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-dev-shm-usage', ...MEDIA_BROWSER_ARGS],
  });
  const machine = (siteId: string, film: FilmedHall, deviceKind?: 'PROJECTOR') =>
    placeMachine(browser, {
      administrator: director,
      siteId,
      film,
      ...(deviceKind ? { deviceKind } : {}),
    });
  centre = await machine(round.centreId, CENTRE);
  first = await machine(round.firstId, FIRST_HALL);
  second = await machine(round.secondId, SECOND_HALL);
  projector = await machine(round.secondId, SECOND_HALL, 'PROJECTOR');
});
test.afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function join(page: Page, name: RegExp): Promise<void> {
  await page.goto(`${product.origin}/site`);
  await page.getByRole('button', { name }).click();
}

/** Sources as the control room lists them, by the hall's code and their key. */
async function readSources(): Promise<void> {
  for (const source of (await readRoom(director, round.sessionId)).sources) {
    if (source.hasPicture || source.hasSound)
      sourceIds.set(`${source.siteId}/${source.key}`, source.sourceId);
  }
}

function sourceOf(siteId: string, key: string): string {
  const sourceId = sourceIds.get(`${siteId}/${key}`);
  if (!sourceId) throw new Error(`no source ${key}: ${[...sourceIds.keys()].join(', ')}`);
  return sourceId;
}

const take = (
  mainSourceId: string | null,
  more: Partial<CommandInput<'programme:take'>> = {},
): Promise<void> => takeSource(director, { sessionId: round.sessionId, mainSourceId, ...more });

/** Beside the centre, once it is sent. */
async function takeScreen(): Promise<void> {
  const isSent = async () =>
    (await readRoom(director, round.sessionId)).sources.some(
      ({ siteId, key, hasPicture }) => siteId === round.centreId && key === 'screen' && hasPicture,
    );
  await expect.poll(isSent).toBe(true);
  await readSources();
  await take(sourceOf(round.centreId, 'main'), {
    insetSourceId: sourceOf(round.centreId, 'screen'),
    layout: 'INSET',
  });
}

/**
 * As a director does it after a fault: a take that was refused, or given up because the hall's own
 * way to the centre is not back yet, is pressed again.
 */
async function takeUntilSeen(
  sourceId: string,
  { on, film }: { on: Page; film: FilmedHall },
): Promise<void> {
  await expect(async () => {
    await take(sourceId);
    await expect
      .poll(async () => shows(await seePicture(on, MAIN), film), { timeout: 5_000 })
      .toBe(true);
  }).toPass({ timeout: 60_000 });
}

test('halls join by a link, see the slate, and are listed with their sources', async () => {
  await join(centre.page, /Vào trường quay/);
  await join(first.page, /Vào hội nghị/);
  await join(second.page, /Vào hội nghị/);
  await projector.page.goto(`${product.origin}/site/projector`);
  await expect
    .poll(async () => {
      await readSources();
      return sourceIds.size;
    })
    .toBe(4);
  await centre.page.screenshot({ path: test.info().outputPath('studio.png') });
  await first.page.screenshot({ path: test.info().outputPath('hall.png') });
  await must(director, 'programme:start', { sessionId: round.sessionId });
  await expect.poll(() => seePicture(first.page, MAIN)).not.toBeNull();
});

test('takes go in every direction, moving, with their own sound, and no receiver changes', async () => {
  const main = sourceOf(round.centreId, 'main');
  const hallA = sourceOf(round.firstId, 'main');
  const hallB = sourceOf(round.secondId, 'main');
  await must(director, 'programme:set-sound', {
    sessionId: round.sessionId,
    slot: 'SOUND_CENTRE',
    sourceId: sourceOf(round.centreId, 'desk'),
    isMuted: false,
  });
  for (const [hall, siteId] of [
    [centre, round.centreId],
    [first, round.firstId],
    [second, round.secondId],
  ] as const) {
    const { sessionId } = round;
    await must(hall.device, 'hall:mute-self', { sessionId, siteId, isMuted: false });
  }
  await take(main);
  await expectPicture(first.page, MAIN, CENTRE);
  await expectPicture(second.page, MAIN, CENTRE);
  await expectPicture(projector.page, MAIN, CENTRE);
  await expectMoving(first.page, MAIN);
  await expectHeard(first.page, 'SOUND_CENTRE', CENTRE);
  const halls = [first, second, projector];
  const before = await Promise.all(halls.map(({ page }) => readReceiver(page)));
  // The two sounds and the two pictures that are no hall's own.
  for (const { ssrcs } of before) expect(Object.keys(ssrcs).length).toBeGreaterThanOrEqual(4);

  await take(hallA);
  await expectPicture(second.page, MAIN, FIRST_HALL);
  await expectMoving(second.page, MAIN);
  await expectHeard(second.page, 'SOUND_HALL', FIRST_HALL);
  await expectPicture(centre.page, MAIN, FIRST_HALL);
  await expectHeard(centre.page, 'SOUND_HALL', FIRST_HALL);
  // On air it sees the centre, hears the centre, and never itself.
  await expectPicture(first.page, RETURN, CENTRE);
  await expectHeard(first.page, 'SOUND_HALL', null);
  await expectHeard(first.page, 'SOUND_CENTRE', CENTRE);

  await take(hallB);
  await expectPicture(first.page, MAIN, SECOND_HALL);
  await expectHeard(first.page, 'SOUND_HALL', SECOND_HALL);
  await expectHeard(second.page, 'SOUND_HALL', null);
  await expectPicture(second.page, RETURN, CENTRE);
  await expectPicture(projector.page, RETURN, CENTRE);

  // A cut-away: the centre is seen while the hall is still heard.
  await take(main, { sound: 'STAYS' });
  await expectPicture(first.page, MAIN, CENTRE);
  await expectHeard(first.page, 'SOUND_HALL', SECOND_HALL);

  await take(main);
  await expectHeard(first.page, 'SOUND_HALL', null);
  await take(null);
  await expect.poll(async () => shows(await seePicture(first.page, MAIN), CENTRE)).toBe(false);
  await take(main);
  await expectPicture(first.page, MAIN, CENTRE);
  const after = await Promise.all(halls.map(({ page }) => readReceiver(page)));
  for (const [index, receiver] of after.entries()) expectSameReceiver(receiver, before[index]!);
});

test('a shared screen is laid beside the picture', async () => {
  await centre.page.getByRole('button', { name: /Trình chiếu màn hình/ }).click();
  await takeScreen();
  await expectPicture(first.page, INSET, SCREEN);
  await expectPicture(first.page, MAIN, CENTRE);
  await expectMoving(first.page, INSET);
});

test('a shared screen that is closed closes its place, and the director reads it', async () => {
  const share = centre.page.getByRole('button', { name: /Trình chiếu màn hình/ });
  const inset = async () =>
    (await readRoom(director, round.sessionId)).slots.find(({ slot }) => slot === 'INSET');
  const isSeen = async () => shows(await seePicture(first.page, INSET), SCREEN);
  // Its window was closed: nobody pressed a button of the page.
  await centre.page.evaluate(() =>
    (window as unknown as FilmingWindow).filmedHall.unplug('screen'),
  );
  await expect(centre.page.getByText('Cửa sổ trình chiếu đã đóng')).toBeVisible();
  await expect(share).toBeVisible();
  await expect.poll(async () => (await inset())?.status).toBe('ENDED');
  await expect.poll(isSeen).toBe(false);
  await expectPicture(first.page, MAIN, CENTRE);
  await expectMoving(first.page, MAIN);
  await share.click();
  await expect(centre.page.getByRole('button', { name: 'Dừng trình chiếu' })).toBeVisible();
  // Shared again, it goes on air when the director takes it again.
  expect(await inset()).toMatchObject({ status: 'ENDED' });
  await takeScreen();
  await expectPicture(first.page, INSET, SCREEN);
  await expectMoving(first.page, INSET);
  await centre.page.getByRole('button', { name: 'Dừng trình chiếu' }).click();
  await expect(share).toBeVisible();
  await expect(centre.page.getByText('Cửa sổ trình chiếu đã đóng')).toBeHidden();
  await expect.poll(isSeen).toBe(false);
});

test('after twenty takes sound and picture are still together, and the delay has not grown', async () => {
  const hallA = sourceOf(round.firstId, 'main');
  const hallB = sourceOf(round.secondId, 'main');
  const delays: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    const [sourceId, film] = index % 2 === 0 ? [hallA, FIRST_HALL] : [hallB, SECOND_HALL];
    await take(sourceId);
    await expectPicture(centre.page, MAIN, film);
    delays.push(await playoutDelayMs(centre.page));
  }
  await take(hallA);
  await expectPicture(centre.page, MAIN, FIRST_HALL);
  const { toneHz } = FIRST_HALL;
  await first.page.evaluate(() => (window as unknown as FilmingWindow).filmedHall.show());
  // A browser that got too little of the machine for a while plays late, and catches up afterwards.
  await expect(async () => {
    const [received, filmed] = await Promise.all([
      measureLipSync(centre.page, {
        ...{ video: MAIN, audio: 'audio[data-slot="SOUND_HALL"]' },
        ...{ toneHz, seconds: 10 },
      }),
      measureLipSync(first.page, {
        ...{ video: '[data-filmed="video"]', audio: '[data-filmed="audio"]' },
        ...{ toneHz, seconds: 10 },
      }),
    ]);
    test.info().annotations.push({
      type: 'sound after picture, ms',
      description: `${list(received)}; as filmed ${list(filmed)}; delays ${list(delays)}`,
    });
    expect(Math.min(received.length, filmed.length)).toBeGreaterThanOrEqual(5);
    const skew = middleOf(received) - middleOf(filmed);
    // What an eye forgives (ITU-R BT.1359): sound 45 ms early or 125 ms late.
    expect(skew).toBeLessThan(125);
    expect(skew).toBeGreaterThan(-45);
  }).toPass({ timeout: 90_000 });
  expect(Math.max(...delays.slice(-4))).toBeLessThan(
    Math.max(400, 2 * Math.max(...delays.slice(0, 4))),
  );
});

interface FilmingWindow {
  filmedHall: { show(): Promise<unknown>; unplug(what: 'screen'): void };
}

function middleOf(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const list = (values: number[]) => values.map(Math.round).join(' ');

/** From a frame's arrival to its showing, over the last frames. */
function playoutDelayMs(page: Page): Promise<number> {
  return page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        const video = document.querySelector<HTMLVideoElement>(selector)!;
        video.requestVideoFrameCallback((_now, frame) => {
          resolve(frame.expectedDisplayTime - (frame.receiveTime ?? frame.expectedDisplayTime));
        });
      }),
    MAIN,
  );
}

test('nothing stands still in the halls while the front door is killed', async () => {
  await take(sourceOf(round.firstId, 'main'));
  await expectPicture(second.page, MAIN, FIRST_HALL);
  const before = await readReceiver(second.page);
  for (const pid of product.pidsOf('front-door')) process.kill(pid, 'SIGKILL');
  await expectMoving(second.page, MAIN);
  await expectMoving(centre.page, MAIN);
  await expect
    .poll(async () => (await fetch(`${product.origin}/healthz`).catch(() => null))?.ok ?? false, {
      timeout: 60_000,
    })
    .toBe(true);
  await expectMoving(second.page, MAIN);
  await takeUntilSeen(sourceOf(round.secondId, 'main'), { on: centre.page, film: SECOND_HALL });
  expectSameReceiver(await readReceiver(second.page), before);
});

test('halls come back by themselves after a worker, and after the media node, was killed', async () => {
  await take(sourceOf(round.firstId, 'main'));
  await expectPicture(second.page, MAIN, FIRST_HALL);
  for (const part of ['mediasoup-worker', 'media/media-node'] as const) {
    const pids = product.pidsOf(part);
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    let frameBefore: number | undefined;
    await expect
      .poll(
        async () => {
          const seen = await seePicture(second.page, MAIN);
          const isMoving = frameBefore !== undefined && seen?.frame !== frameBefore;
          frameBefore = seen?.frame;
          return isMoving && shows(seen, FIRST_HALL);
        },
        { timeout: 90_000 },
      )
      .toBe(true);
    await expectPicture(first.page, RETURN, CENTRE);
    await expectHeard(second.page, 'SOUND_HALL', FIRST_HALL);
    await expectHeard(first.page, 'SOUND_HALL', null);
  }
});
