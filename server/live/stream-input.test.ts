import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamWish } from '../input-link/input-port.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { LiveClient } from '../testing/on-air.ts';

let bench: OnAirBench;
let director: LiveClient;

beforeEach(async () => {
  bench = await OnAirBench.open();
  director = await bench.director();
  // A director's look opens the bus, and with it what comes in.
  await bench.join(bench.near);
  await director.ask('control-room:subscribe', session());
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const add = async (kind: 'RTMP' | 'SRT') =>
  (await director.ask('input:add-stream', { ...session(), kind, name: 'Xe truyền hình' })).sourceId;
const wishOf = (sourceId: string) =>
  bench.input.wishes.find((one): one is StreamWish => one.sourceId === sourceId);
const wished = (sourceId: string, fits: (wish: StreamWish | undefined) => boolean) =>
  bench.input.until(() => fits(wishOf(sourceId)));

describe('what another machine sends', () => {
  it('is expected with a key of its own, which is told to those who direct alone', async () => {
    const sourceId = await add('RTMP');
    await wished(sourceId, (wish) => wish !== undefined);
    const address = await director.ask('input:address', { sourceId });
    expect(address).toMatchObject({ kind: 'RTMP', host: null, port: 1_935 });
    expect(wishOf(sourceId)).toMatchObject({ place: address.place, key: address.key });
    expect(address.key.length).toBeGreaterThan(25);
    // Nobody who only follows is told of it.
    const answer = JSON.stringify(await director.ask('input:subscribe', session()));
    expect(answer).not.toContain(address.key);
    const console = await bench.console(bench.near);
    expect(await console.refusal('input:address', { sourceId })).toBe('FORBIDDEN');
    const room = await director.ask('control-room:subscribe', session());
    expect(room.sources).toContainEqual(
      expect.objectContaining({ sourceId, kind: 'RTMP', isCentral: true }),
    );
  });

  it('has another key after a new one was made, and none while it is closed', async () => {
    const sourceId = await add('RTMP');
    const { key } = await director.ask('input:address', { sourceId });
    await director.ask('input:renew-key', { sourceId });
    await wished(sourceId, (wish) => wish !== undefined && wish.key !== key);
    await director.ask('input:close', { sourceId });
    await wished(sourceId, (wish) => wish === undefined);
    const { inputs } = await director.ask('input:subscribe', session());
    expect(inputs).toContainEqual(
      expect.objectContaining({ sourceId, stream: { isOpen: false, reception: null } }),
    );
    await director.ask('input:open', { sourceId });
    await wished(sourceId, (wish) => wish !== undefined);
    expect(await director.refusal('input:play', { sourceId })).toBe('NOT_FOUND');
  });

  it('has a port of its own by SRT, until none is left; a removed one is free again', async () => {
    const first = await add('SRT');
    const second = await add('SRT');
    const ports = await Promise.all(
      [first, second].map(
        async (sourceId) => (await director.ask('input:address', { sourceId })).port,
      ),
    );
    expect(ports).toEqual([10_080, 10_081]);
    const third = { ...session(), kind: 'SRT', name: 'Trường quay' } as const;
    expect(await director.refusal('input:add-stream', third)).toBe('NO_FREE_PORT');
    await director.ask('input:remove', { sourceId: first });
    await director.ask('input:add-stream', third);
  });
});
