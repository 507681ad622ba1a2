import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InputState } from '#contract/input.ts';
import type { EventPayload } from '#contract/registry.ts';
import { insertFilm } from '#db/queries/input.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { FilmWish, InputWish } from '../input-link/input-port.ts';
import type { LiveClient } from '../testing/on-air.ts';

type Changed = EventPayload<'input:changed'>;

let bench: OnAirBench;
let director: LiveClient;
let sourceId: string;

beforeEach(async () => {
  bench = await OnAirBench.open();
  director = await bench.director();
  sourceId = await addFilm(bench.sessionId);
  // A director's look opens the bus, and with it the films.
  await bench.join(bench.near);
  await director.ask('control-room:subscribe', session());
});
afterEach(() => bench.close());

/** As the media node tells of a film that stands ready. */
function comes(): void {
  const sent = { hasPicture: true, hasSound: true };
  bench.media.emit({ type: 'source-changed', sourceId, ...session(), ...sent });
}

const session = () => ({ sessionId: bench.sessionId });
const isIt = (one: InputWish): one is FilmWish => one.kind === 'FILE' && one.sourceId === sourceId;
const wishOf = () => bench.input.wishes.find(isIt);
const follow = async () => (await director.ask('input:subscribe', session())).inputs;

async function addFilm(sessionId: string): Promise<string> {
  const id = randomUUID();
  const { conferenceId } = bench.round.near;
  await bench.server.database.db.transaction((tx) =>
    insertFilm(tx, {
      ...{ sourceId: id, sessionId, conferenceId, siteId: bench.central.siteId, name: 'Quốc ca' },
      ...{ fileBytes: 1_000, durationMs: 60_000, hasSound: true },
    }),
  );
  return id;
}

function told(fits: (film: InputState) => boolean): Promise<Changed> {
  return director.next<Changed>('input:changed', ({ inputs }) => inputs.some(fits));
}

const wished = (fits: (wish: NonNullable<ReturnType<typeof wishOf>>) => boolean) =>
  bench.input.until((wishes) => wishes.some((wish) => isIt(wish) && fits(wish)));

describe('a film', () => {
  it('stands at its beginning until it is played, and its place is stored before it is told', async () => {
    await director.ask('input:pause', { sourceId });
    await wished(() => true);
    expect(wishOf()).toMatchObject({ kind: 'FILE', atMs: 0, sinceMs: null, durationMs: 60_000 });
    await follow();
    const played = told(({ film }) => film?.since != null);
    await director.ask('input:play', { sourceId });
    const { inputs, now } = await played;
    expect(inputs[0]).toMatchObject({ sourceId, kind: 'FILE', name: 'Quốc ca' });
    expect(Date.parse(inputs[0]!.film!.since!)).toBe(Date.parse(now));
    await wished(({ sinceMs }) => sinceMs !== null);
    const { rows } = await bench.server.database.pool.query('select since, at_ms from input');
    expect((rows[0] as { since: Date }).since.getTime()).toBe(wishOf()!.sinceMs);
  });

  it('plays by the clock over a restart of the front door, is paused and sought where it is', async () => {
    await director.ask('input:play', { sourceId });
    await bench.restart();
    director = await bench.director();
    bench.server.clock.now = new Date(bench.server.clock.now.getTime() + 12_000);
    const sinceMs = (await follow())[0]!.film!.since!;
    const awayMs = bench.server.clock.now.getTime() - Date.parse(sinceMs);
    await director.ask('input:pause', { sourceId });
    expect((await follow())[0]!.film).toMatchObject({ atMs: awayMs, since: null });
    await director.ask('input:seek', { sourceId, atMs: 45_000 });
    expect((await follow())[0]!.film).toMatchObject({ atMs: 45_000, since: null });
    await director.ask('input:seek', { sourceId, atMs: 99_000_000 - 15_000_000 });
    expect((await follow())[0]!.film).toMatchObject({ atMs: 60_000 });
  });

  it('is among the centre’s sources of its own session, heard with its picture, by every hall', async () => {
    const room = await director.ask('control-room:subscribe', session());
    expect(room.sources).toContainEqual(
      expect.objectContaining({ sourceId, kind: 'FILE', isCentral: true, name: 'Quốc ca' }),
    );
    comes();
    await bench.take(director, sourceId);
    const direction = bench.media.directionOf(bench.sessionId)!;
    expect(direction.slots).toMatchObject({ MAIN: sourceId, SOUND_HALL: sourceId, RETURN: null });
    expect(direction.withheld).toEqual([]);
    const { programme } = await director.ask('control-room:subscribe', session());
    expect(programme).toMatchObject({ mainName: '', mainSiteId: null });
  });

  it('cannot be sent by a browser under its key', async () => {
    const { server } = bench;
    const { rows } = await server.database.pool.query('select key from source where id = $1', [
      sourceId,
    ]);
    const { key } = rows[0] as { key: string };
    const console = await bench.console(bench.central);
    const lineId = await bench.openLine(console);
    const source = { key: key.slice(0, 40), kind: 'CAMERA', name: 'Phim' } as const;
    const track = { lineId, kind: 'PICTURE', source, rtpParameters: { codecs: [] } } as const;
    // Its key is longer than any that a browser may name.
    expect(key.length).toBeGreaterThan(40);
    expect(await console.refusal('line:send', { ...track, source: { ...source, key } })).toBe(
      'INVALID_INPUT',
    );
  });

  it('says what the node says of it, and that the node is away', async () => {
    await director.ask('input:pause', { sourceId });
    await wished(() => true);
    await follow();
    const ready = told(({ state }) => state === 'READY');
    bench.input.tell([{ sourceId, state: 'READY', trouble: null, restarts: 0 }]);
    await ready;
    const away = told(({ trouble }) => trouble === 'AWAY');
    bench.input.tell(null);
    await away;
  });

  it('is not removed while it is in PREVIEW or on air; then with its file', async () => {
    const folder = path.join(bench.server.config.dataDir, 'films', 'uploads');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${sourceId}.upload`);
    writeFileSync(file, 'phim');
    comes();
    await bench.take(director, sourceId);
    expect(await director.refusal('input:remove', { sourceId })).toBe('INPUT_IN_USE');
    await bench.take(director, null);
    await director.ask('input:remove', { sourceId });
    await vi.waitFor(() => expect(existsSync(file)).toBe(false));
    await bench.input.until((wishes) => wishes.length === 0);
    expect(await follow()).toEqual([]);
    expect(await director.refusal('input:play', { sourceId })).toBe('NOT_FOUND');
  });
});
