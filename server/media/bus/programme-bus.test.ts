import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slot } from '#domain/programme.ts';
import { BusBench, markOf } from './bus-bench.testing.ts';
import type { FakeSource } from './bus-bench.testing.ts';
import { isSequenceAfter } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const EMPTY: Record<Slot, string | null> = {
  MAIN: null,
  INSET: null,
  RETURN: null,
  SOUND_CENTRE: null,
  SOUND_HALL: null,
};

let bench: BusBench;
let number = 0;
beforeEach(async () => {
  bench = await BusBench.create();
});
afterEach(() => bench.close());

function direct(
  slots: Partial<Record<Slot, string | null>>,
  { warm = [], isHallHushed = false }: { warm?: string[]; isHallHushed?: boolean } = {},
): void {
  number += 1;
  bench.bus.direct({ number, slots: { ...EMPTY, ...slots }, warm, isHallHushed });
}

const last = (packets: RtpPacket[]) => markOf(packets.at(-1)!);
const cutTo = (sourceId: string, slot: Slot) => () =>
  expect(bench.events).toContainEqual(
    expect.objectContaining({ type: 'slot-cut', slot, sourceId }),
  );

function expectUnbroken(packets: RtpPacket[]): void {
  const inOrder = packets.slice(1).every((packet, index) => {
    const before = packets[index]!;
    return (
      isSequenceAfter(packet.sequence, before.sequence) &&
      packet.sequence === ((before.sequence + 1) & 0xffff)
    );
  });
  expect(inOrder).toBe(true);
  expect(new Set(packets.map(({ bytes }) => bytes.readUInt32BE(8))).size).toBe(1);
}

describe('the programme bus', () => {
  it('never falls silent: slate and silence flow in every slot before anything is taken', async () => {
    const { producers } = bench.bus;
    const received = await Promise.all(Object.values(producers).map((one) => bench.receive(one)));
    await vi.waitFor(() => {
      for (const packets of received) expect(packets.length).toBeGreaterThan(12);
    }, WAIT);
    received.forEach(expectUnbroken);
  });

  it('takes one source after another without a new stream, at a key frame each time', async () => {
    await bench.addPicture({ sourceId: 'red', mark: 10, layers: 2 });
    await bench.addPicture({ sourceId: 'blue', mark: 20, layers: 2 });
    const high = await bench.receive(bench.bus.producers.MAIN, 1);
    const low = await bench.receive(bench.bus.producers.MAIN, 0);
    for (const [sourceId, mark] of [
      ['red', 10],
      ['blue', 20],
      ['red', 10],
      ['blue', 20],
    ] as const) {
      direct({ MAIN: sourceId }, { warm: ['red', 'blue'] });
      await vi.waitFor(() => expect(last(high)).toBe(mark + 1), WAIT);
      await vi.waitFor(() => expect(last(low)).toBe(mark), WAIT);
    }
    expectUnbroken(high);
    expectUnbroken(low);
    const firstOfBlue = high.find((packet) => markOf(packet) === 21)!;
    expect(firstOfBlue.bytes[firstOfBlue.payloadOffset]! & 0x1f).toBe(7);
    direct({ MAIN: null });
    const taken = high.length;
    const isSlate = (packet: RtpPacket) => ![20, 21].includes(markOf(packet));
    await vi.waitFor(
      () => expect(high.slice(taken).filter(isSlate).length).toBeGreaterThan(3),
      WAIT,
    );
    expectUnbroken(high);
  });

  it('brings each layer as it is from the first packet on, also of a source that just woke', async () => {
    const source = await bench.addPicture({ sourceId: 'red', mark: 10, layers: 2 });
    const high = await bench.receive(bench.bus.producers.MAIN, 1);
    const low = await bench.receive(bench.bus.producers.MAIN, 0);
    for (let turn = 0; turn < 3; turn += 1) {
      source.isSending = false;
      direct({}, { warm: ['red'] });
      source.isSending = true;
      direct({ MAIN: 'red' }, { warm: ['red'] });
      await vi.waitFor(() => expect(last(high)).toBe(11), WAIT);
      await vi.waitFor(() => expect(last(low)).toBe(10), WAIT);
      direct({ MAIN: null });
      await vi.waitFor(() => expect([10, 11]).not.toContain(last(high)), WAIT);
    }
    expect(high.map(markOf)).not.toContain(10);
    expect(low.map(markOf)).not.toContain(11);
  });

  it('feeds both layers from a source of one layer', async () => {
    await bench.addPicture({ sourceId: 'screen', mark: 30, layers: 1 });
    const high = await bench.receive(bench.bus.producers.INSET, 1);
    const low = await bench.receive(bench.bus.producers.INSET, 0);
    direct({ INSET: 'screen' });
    await vi.waitFor(() => expect([last(high), last(low)]).toEqual([30, 30]), WAIT);
  });

  it('keeps the old picture until the new one comes, and gives up after a while', async () => {
    await bench.addPicture({ sourceId: 'red', mark: 10, layers: 1 });
    const dead = await bench.addPicture({ sourceId: 'dead', mark: 40, layers: 1 });
    dead.isSending = false;
    const high = await bench.receive(bench.bus.producers.MAIN);
    direct({ MAIN: 'red' });
    await vi.waitFor(cutTo('red', 'MAIN'), WAIT);
    direct({ MAIN: 'dead' });
    await vi.waitFor(
      () =>
        expect(bench.events).toContainEqual(
          expect.objectContaining({ type: 'slot-failed', sourceId: 'dead' }),
        ),
      WAIT,
    );
    dead.isSending = true;
    const before = high.length;
    await vi.waitFor(() => expect(high.length).toBeGreaterThan(before + 50), WAIT);
    expect(high.slice(-50).every((packet) => markOf(packet) === 10)).toBe(true);
  });

  it('shows the slate for a source that falls silent, and the source again when it is back', async () => {
    const red = await bench.addPicture({ sourceId: 'red', mark: 10, layers: 2 });
    const high = await bench.receive(bench.bus.producers.MAIN);
    direct({ MAIN: 'red' });
    await vi.waitFor(() => expect(last(high)).toBe(11), WAIT);
    red.isSending = false;
    await vi.waitFor(
      () =>
        expect(bench.events).toContainEqual(
          expect.objectContaining({ type: 'slot-starved', sourceId: 'red' }),
        ),
      WAIT,
    );
    const count = high.length;
    await vi.waitFor(() => expect(high.length).toBeGreaterThan(count + 3), WAIT);
    red.isSending = true;
    await vi.waitFor(() => expect(last(high)).toBe(11), WAIT);
    expectUnbroken(high);
  });

  it('lets the sound of a hall come with its picture, and the centre’s go on', async () => {
    await bench.addSound({ sourceId: 'centre', mark: 5 });
    const hall = await bench.addPicture({ sourceId: 'hall', mark: 10, layers: 1 });
    await bench.addSound({ sourceId: 'hall', mark: 6 });
    hall.isSending = false;
    const centre = await bench.receive(bench.bus.producers.SOUND_CENTRE);
    const called = await bench.receive(bench.bus.producers.SOUND_HALL);
    await bench.addPicture({ sourceId: 'other', mark: 70, layers: 1 });
    direct({ MAIN: 'other', SOUND_CENTRE: 'centre' });
    await vi.waitFor(cutTo('other', 'MAIN'), WAIT);
    await vi.waitFor(() => expect(last(centre)).toBe(5), WAIT);
    direct({ MAIN: 'hall', SOUND_CENTRE: 'centre', SOUND_HALL: 'hall' });
    const silent = called.length;
    await vi.waitFor(() => expect(called.length).toBeGreaterThan(silent + 3), WAIT);
    expect(last(called)).toBe(0xfe);
    hall.isSending = true;
    await vi.waitFor(() => expect(last(called)).toBe(6), WAIT);
    cutTo('hall', 'MAIN')();
    expect(last(centre)).toBe(5);
    expectUnbroken(called);
  });

  describe('a hall that is left for the centre', () => {
    let called: RtpPacket[];
    let centre: FakeSource;
    beforeEach(async () => {
      await bench.addPicture({ sourceId: 'hall', mark: 10, layers: 1 });
      await bench.addSound({ sourceId: 'hall', mark: 6 });
      centre = await bench.addPicture({ sourceId: 'centre', mark: 70, layers: 1 });
      centre.isSending = false;
      called = await bench.receive(bench.bus.producers.SOUND_HALL);
      direct({ MAIN: 'hall', SOUND_HALL: 'hall' });
      await vi.waitFor(() => expect(last(called)).toBe(6), WAIT);
      direct({ MAIN: 'centre' });
    });

    const isSilent = () => expect(last(called)).toBe(0xfe);
    const silences = () =>
      bench.events.filter(
        (event) => event.type === 'slot-cut' && event.slot === 'SOUND_HALL' && !event.sourceId,
      ).length;

    it('is heard until the centre is seen, also when something is put into PREVIEW meanwhile', async () => {
      direct({ MAIN: 'centre' }, { warm: ['hall'] });
      direct({ MAIN: 'centre' });
      const heard = called.length;
      await vi.waitFor(() => expect(called.length).toBeGreaterThan(heard + 20), WAIT);
      expect(called.slice(heard).every((packet) => markOf(packet) === 6)).toBe(true);
      expect(silences()).toBe(0);
      centre.isSending = true;
      await vi.waitFor(cutTo('centre', 'MAIN'), WAIT);
      expect(silences()).toBe(1);
      await vi.waitFor(isSilent, WAIT);
      expectUnbroken(called);
    });

    it('is heard on while its picture stays, because the centre’s did not come', async () => {
      const isGivenUp = () =>
        expect(bench.events).toContainEqual(
          expect.objectContaining({ type: 'slot-failed', sourceId: 'centre' }),
        );
      await vi.waitFor(isGivenUp, WAIT);
      centre.isSending = true;
      const heard = called.length;
      await vi.waitFor(() => expect(called.length).toBeGreaterThan(heard + 20), WAIT);
      expect(last(called)).toBe(6);
      expect(silences()).toBe(0);
    });

    it('falls silent at once when the director mutes it, or takes the slate', () => {
      direct({ MAIN: 'centre' }, { isHallHushed: true });
      expect(silences()).toBe(1);
      direct({ MAIN: 'hall', SOUND_HALL: 'hall' });
      direct({});
      expect(silences()).toBe(2);
    });

    it('falls silent at once when it is muted before the next hall is seen', async () => {
      await bench.addSound({ sourceId: 'centre', mark: 7 });
      direct({ MAIN: 'centre', SOUND_HALL: 'centre' }, { isHallHushed: true });
      expect(silences()).toBe(1);
      direct({ MAIN: 'centre', SOUND_HALL: 'centre' });
      expect(silences()).toBe(1);
      await vi.waitFor(isSilent, WAIT);
      centre.isSending = true;
      await vi.waitFor(() => expect(last(called)).toBe(7), WAIT);
      cutTo('centre', 'MAIN')();
    });
  });

  it('goes on with a source whose browser sends anew', async () => {
    await bench.addPicture({ sourceId: 'red', mark: 10, layers: 2 });
    const high = await bench.receive(bench.bus.producers.MAIN);
    direct({ MAIN: 'red' });
    await vi.waitFor(() => expect(last(high)).toBe(11), WAIT);
    bench.removeSource('red');
    await bench.addPicture({ sourceId: 'red', mark: 50, layers: 2 });
    await vi.waitFor(() => expect(last(high)).toBe(51), WAIT);
    expectUnbroken(high);
  });

  it('passes on what many halls ask for as few requests', async () => {
    const red = await bench.addPicture({ sourceId: 'red', mark: 10, layers: 1 });
    direct({ MAIN: 'red' });
    await vi.waitFor(cutTo('red', 'MAIN'), WAIT);
    const before = red.keyFrames;
    const halls = await Promise.all(
      Array.from({ length: 40 }, () => bench.receive(bench.bus.producers.MAIN)),
    );
    await vi.waitFor(
      () => halls.forEach((packets) => expect(packets.length).toBeGreaterThan(5)),
      WAIT,
    );
    expect(red.keyFrames - before).toBeLessThan(12);
  });

  it('ignores a direction older than the last', async () => {
    await bench.addPicture({ sourceId: 'red', mark: 10, layers: 1 });
    const high = await bench.receive(bench.bus.producers.MAIN);
    direct({ MAIN: 'red' });
    bench.bus.direct({ number: number - 1, slots: EMPTY, warm: [], isHallHushed: false });
    await vi.waitFor(() => expect(last(high)).toBe(10), WAIT);
  });
});
