import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BroadcastState } from '#contract/broadcast.ts';
import type { CommandInput, EventPayload } from '#contract/registry.ts';
import type { SignalKind } from '#domain/broadcast.ts';
import type { BroadcastFacts, OutletFacts } from '../broadcast-link/broadcast-port.ts';
import { NOTICE_WORDS } from '../broadcasting/broadcast-picture.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { LiveClient } from '../testing/on-air.ts';

type Changed = EventPayload<'broadcast:changed'>;

const KEY = 'khoa-bi-mat-7731';
const RTMP = `rtmp://dai:${KEY}@live.example.vn/app/${KEY}`;
const UNKNOWN = '01980a4e-7c00-7000-8000-0000000000ff';

const AS_IT_IS = { signalKind: 'WORDED', delaySeconds: 0 } as const;

let bench: OnAirBench;
let director: LiveClient;
let printed: string[];

beforeEach(async () => {
  printed = [];
  const log = pino({ level: 'trace' }, { write: (line) => void printed.push(line) });
  bench = await OnAirBench.open(log);
  director = await bench.director();
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const follow = async () => (await director.ask('broadcast:subscribe', session())).broadcast;
const wishOf = () => bench.broadcast.wishes.find((one) => one.sessionId === bench.sessionId);
const untilWished = (fits: (wish: NonNullable<ReturnType<typeof wishOf>>) => boolean) =>
  bench.broadcast.until((wishes) =>
    wishes.some((wish) => wish.sessionId === bench.sessionId && fits(wish)),
  );
const untilUnwished = () => bench.broadcast.until(() => wishOf() === undefined);

function told(fits: (broadcast: BroadcastState) => boolean): Promise<Changed> {
  return director.next<Changed>('broadcast:changed', ({ broadcast }) => fits(broadcast));
}

async function addOutlet(change: Partial<CommandInput<'outlet:add'>> = {}): Promise<string> {
  const rtmp = { kind: 'RTMP', name: 'Đài Truyền hình', address: RTMP } as const;
  return (await director.ask('outlet:add', { ...session(), ...rtmp, ...change })).outletId;
}

function outletFacts(outletId: string, change: Partial<OutletFacts> = {}): OutletFacts {
  return {
    ...{ outletId, state: 'RUNNING', trouble: null, kbps: 3_100 },
    ...{ droppedKilobytes: 0, restarts: 0, gapSeconds: 1.5, heldSeconds: 0 },
    ...change,
  };
}

function facts(change: Partial<BroadcastFacts> = {}): BroadcastFacts {
  return {
    ...{ sessionId: bench.sessionId, signal: 'PROGRAMME', lufs: -23.4, restarts: 0 },
    ...{ gapSeconds: 0, clean: null, outlets: [] },
    ...change,
  };
}

describe('a broadcast', () => {
  it('is off and closed until somebody says otherwise, with a link of its own that stays', async () => {
    const first = await follow();
    expect(first).toMatchObject({ isOn: false, access: 'CLOSED', signal: 'OFF', outlets: [] });
    expect(first.watchPath).toMatch(/^\/watch\/[\w-]{16}$/);
    expect((await follow()).watchPath).toBe(first.watchPath);
    expect(wishOf()).toBeUndefined();
  });

  it('is wanted of the node from start to stop, and keeps its bus open', async () => {
    await director.ask('broadcast:start', session());
    await untilWished(() => true);
    expect(wishOf()).toEqual({
      sessionId: bench.sessionId,
      picture: {
        layout: 'FULL',
        mainName: '',
        insetName: '',
        notice: expect.any(Object) as object,
      },
      outlets: [{ outletId: 'watch', kind: 'HLS', address: null, ...AS_IT_IS }],
    });
    expect(bench.media.directionOf(bench.sessionId)).not.toBeNull();
    await director.ask('broadcast:stop', session());
    await untilUnwished();
    expect(await follow()).toMatchObject({ isOn: false, signal: 'OFF', watch: null });
  });

  it('takes another layout with the take that changes it', async () => {
    await director.ask('broadcast:start', session());
    const [first, second] = [await bench.join(bench.near), await bench.join(bench.second)];
    const take = (insetSourceId: string | null, layout: 'FULL' | 'SIDE_BY_SIDE') =>
      director.ask('programme:take', {
        ...{ ...session(), mainSourceId: first.sourceId, insetSourceId, layout },
        sound: 'FOLLOWS',
      });
    await take(second.sourceId, 'SIDE_BY_SIDE');
    await untilWished(({ picture }) => picture.layout === 'SIDE_BY_SIDE');
    const { mainName, insetName, notice } = wishOf()!.picture;
    expect([mainName, insetName, notice]).toEqual(['Điểm cầu HN-01', 'Điểm cầu HN-03', null]);
    await take(null, 'FULL');
    await untilWished(({ picture }) => picture.layout === 'FULL' && picture.insetName === '');
  });

  it('bears a notice while nothing is on air', async () => {
    await director.ask('broadcast:start', session());
    await director.ask('programme:set-notice', { ...session(), notice: 'BREAK' });
    await untilWished(({ picture }) => picture.notice?.title === NOTICE_WORDS.BREAK.title);
    await director.ask('programme:set-notice', { ...session(), notice: 'NONE' });
    await untilWished(({ picture }) => picture.notice === null);
  });

  it('delays the watch page by as much as it is told', async () => {
    await director.ask('broadcast:start', session());
    await director.ask('broadcast:set-watch-delay', { ...session(), delaySeconds: 20 });
    await untilWished(({ outlets }) => outlets[0]?.delaySeconds === 20);
    expect((await follow()).watchDelaySeconds).toBe(20);
    expect(
      await director.refusal('broadcast:set-watch-delay', { ...session(), delaySeconds: 61 }),
    ).toBe('INVALID_INPUT');
  });

  it('opens the watch page to whom it is told, and another link replaces the one before', async () => {
    const { watchPath } = await follow();
    const opened = told(({ access }) => access === 'LINK');
    await director.ask('broadcast:set-access', { ...session(), access: 'LINK' });
    await opened;
    const renewed = told((broadcast) => broadcast.watchPath !== watchPath);
    await director.ask('broadcast:renew-link', session());
    expect((await renewed).broadcast.access).toBe('LINK');
  });

  it('of a session that does not exist is not found', async () => {
    const input = { sessionId: UNKNOWN };
    expect(await director.refusal('broadcast:subscribe', input)).toBe('NOT_FOUND');
    expect(await director.refusal('broadcast:start', input)).toBe('NOT_FOUND');
  });
});

describe('an outlet', () => {
  it('is sent to while it and the signal are on, with its whole address', async () => {
    const outletId = await addOutlet();
    await director.ask('broadcast:start', session());
    await untilWished(({ outlets }) => outlets.length === 1);
    await director.ask('outlet:start', { outletId });
    const wish = { outletId, kind: 'RTMP', address: RTMP, ...AS_IT_IS };
    await untilWished(({ outlets }) => outlets.length === 2);
    expect(wishOf()?.outlets).toContainEqual(wish);
    await director.ask('outlet:stop', { outletId });
    await untilWished(({ outlets }) => outlets.length === 1);
    await director.ask('outlet:start', { outletId });
    await untilWished(({ outlets }) => outlets.length === 2);
    await director.ask('outlet:remove', { outletId });
    await untilWished(({ outlets }) => outlets.length === 1);
    expect((await follow()).outlets).toEqual([]);
    expect(await director.refusal('outlet:start', { outletId })).toBe('NOT_FOUND');
  });

  it('stays wanted over a stop of the signal', async () => {
    const outletId = await addOutlet({ kind: 'RECORDING', name: 'Bản ghi', address: null });
    await director.ask('outlet:start', { outletId });
    expect((await follow()).outlets).toMatchObject([{ isOn: true, running: null }]);
    await director.ask('broadcast:start', session());
    await untilWished(({ outlets }) => outlets.some((one) => one.kind === 'RECORDING'));
    await director.ask('broadcast:stop', session());
    await untilUnwished();
    expect((await follow()).outlets).toMatchObject([{ isOn: true, running: null }]);
  });

  it('is sent without words and late, as it is configured; a recording is never late', async () => {
    const outletId = await addOutlet({ signalKind: 'CLEAN', delaySeconds: 10 });
    await director.ask('outlet:start', { outletId });
    await director.ask('broadcast:start', session());
    const sent = (signalKind: SignalKind, delaySeconds: number) =>
      untilWished(({ outlets }) =>
        outlets.some(
          (one) =>
            one.outletId === outletId &&
            one.signalKind === signalKind &&
            one.delaySeconds === delaySeconds,
        ),
      );
    await sent('CLEAN', 10);
    await director.ask('outlet:configure', { outletId, signalKind: 'WORDED', delaySeconds: 60 });
    await sent('WORDED', 60);
    await follow();
    const shown = told(({ clean }) => clean !== null);
    const clean = { signal: 'PROGRAMME' as const, restarts: 2, gapSeconds: 1.5 };
    bench.broadcast.tell([facts({ clean, outlets: [outletFacts(outletId, { heldSeconds: 7 })] })]);
    const { broadcast } = await shown;
    expect(broadcast.clean).toEqual(clean);
    expect(broadcast.outlets).toMatchObject([{ delaySeconds: 60, running: { heldSeconds: 7 } }]);
    const recording = { kind: 'RECORDING', name: 'Bản ghi', address: null } as const;
    await addOutlet({ ...recording, delaySeconds: 30 });
    expect((await follow()).outlets[1]).toMatchObject({ delaySeconds: 0 });
  });

  it('needs an address that can be one', async () => {
    const refusal = (kind: 'RTMP' | 'SRT' | 'RECORDING', address: string | null) =>
      director.refusal('outlet:add', { ...session(), kind, name: 'Đài', address });
    expect(await refusal('RTMP', 'https://live.example.vn/app')).toBe('WRONG_ADDRESS');
    expect(await refusal('RTMP', '/etc/passwd')).toBe('WRONG_ADDRESS');
    expect(await refusal('SRT', 'srt://live.example.vn')).toBe('WRONG_ADDRESS');
    expect(await refusal('RECORDING', RTMP)).toBe('WRONG_ADDRESS');
    expect((await follow()).outlets).toEqual([]);
  });

  it('is one of sixteen at most', async () => {
    const recording = { kind: 'RECORDING', name: 'Bản ghi', address: null } as const;
    for (let at = 0; at < 16; at += 1) await addOutlet(recording);
    expect(await director.refusal('outlet:add', { ...session(), ...recording })).toBe(
      'TOO_MANY_OUTLETS',
    );
  });
});

describe('what the node tells', () => {
  it('reaches those who follow, whole, and only of what is wanted', async () => {
    const [on, off] = [await addOutlet(), await addOutlet({ name: 'Dự phòng' })];
    await director.ask('outlet:start', { outletId: on });
    await director.ask('broadcast:start', session());
    await untilWished(({ outlets }) => outlets.length === 2);
    await follow();
    const refused = outletFacts(on, { state: 'WAITING', trouble: 'REFUSED', restarts: 4 });
    const heard = told(({ signal }) => signal === 'PROGRAMME');
    bench.broadcast.tell([
      facts({ outlets: [outletFacts('watch'), refused, outletFacts(off)], restarts: 1 }),
    ]);
    const { broadcast } = await heard;
    expect(broadcast).toMatchObject({ lufs: -23.4, restarts: 1, watch: { kbps: 3_100 } });
    expect(broadcast.outlets.map(({ name, running }) => [name, running?.trouble])).toEqual([
      ['Đài Truyền hình', 'REFUSED'],
      ['Dự phòng', undefined],
    ]);
  });

  it('says that it is away while it is, and that it starts before its first facts', async () => {
    await director.ask('broadcast:start', session());
    await untilWished(() => true);
    expect(await follow()).toMatchObject({ signal: 'AWAY' });
    const starting = told(({ signal }) => signal === 'STARTING');
    bench.broadcast.tell([]);
    await starting;
    const shown = told(({ signal }) => signal === 'SLATE');
    bench.broadcast.tell([facts({ signal: 'SLATE' })]);
    await shown;
    const away = told(({ signal }) => signal === 'AWAY');
    bench.broadcast.tell(null);
    expect((await away).broadcast).toMatchObject({ lufs: null, watch: null });
  });

  it('comes without a gap in its numbers, and the last word is the last that was said', async () => {
    await director.ask('broadcast:start', session());
    await untilWished(() => true);
    const { revision } = await director.ask('broadcast:subscribe', session());
    const numbers: number[] = [];
    director.socket.on('broadcast:changed', (event: Changed) => {
      numbers.push(event.revision.number);
    });
    const last = told(({ restarts }) => restarts === 20);
    for (let restarts = 1; restarts <= 20; restarts += 1) {
      bench.broadcast.tell([facts({ restarts })]);
    }
    await last;
    expect(numbers).toEqual(numbers.map((_, at) => revision.number + 1 + at));
  });
});

describe('a front door that starts again', () => {
  it('tells the node what is wanted, as it was', async () => {
    const outletId = await addOutlet();
    await director.ask('outlet:start', { outletId });
    await director.ask('broadcast:start', session());
    await untilWished(({ outlets }) => outlets.length === 2);
    const before = wishOf();
    await bench.stop();
    bench.broadcast.wishes = [];
    await bench.start();
    await untilWished(({ outlets }) => outlets.length === 2);
    expect(wishOf()).toEqual(before);
  });

  it('gives the signal its programme back when the media node was away meanwhile', async () => {
    await director.ask('broadcast:start', session());
    await untilWished(() => true);
    await bench.stop();
    bench.media.reset();
    bench.media.setAvailable(false);
    bench.broadcast.wishes = [];
    await bench.start();
    await untilWished(() => true);
    expect(bench.media.directionOf(bench.sessionId)).toBeNull();
    bench.media.setAvailable(true);
    bench.media.reset();
    await vi.waitFor(() => expect(bench.media.directionOf(bench.sessionId)).not.toBeNull());
  });
});

describe('the address of an outlet', () => {
  it('is told to the node, and to nobody else: no snapshot, event, refusal, log line or record', async () => {
    const heard: unknown[] = [];
    director.socket.onAny((...event: unknown[]) => void heard.push(event));
    heard.push(await follow());
    const outletId = await addOutlet();
    await director.ask('outlet:start', { outletId });
    await director.ask('broadcast:start', session());
    await untilWished(({ outlets }) => outlets.length === 2);
    const shown = told(({ outlets }) => outlets[0]?.running?.restarts === 4);
    bench.broadcast.tell([facts({ outlets: [outletFacts(outletId, { restarts: 4 })] })]);
    await shown;
    const wrong = { ...session(), kind: 'RTMP', name: 'Đài', address: `http://${KEY}` } as const;
    heard.push(await director.request('outlet:add', wrong));
    const broadcast = await follow();
    heard.push(broadcast);
    expect(broadcast.outlets[0]?.shownAddress).toBe('rtmp://live.example.vn/…');
    const { pool } = bench.server.database;
    for (const table of ['audit_entry', 'command_answer', 'programme_history']) {
      heard.push((await pool.query(`select * from ${table}`)).rows);
    }
    expect(JSON.stringify(bench.broadcast.wishes)).toContain(KEY);
    expect(JSON.stringify(heard)).not.toContain(KEY);
    expect(printed.join('')).not.toContain(KEY);
  });
});
