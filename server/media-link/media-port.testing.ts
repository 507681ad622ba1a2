import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '#domain/programme.ts';
import { SLOTS } from '#domain/programme.ts';
import type {
  MediaDirection,
  MediaEvent,
  MediaPort,
  MediaRefusal,
  OpenLine,
  RtpBlob,
} from './media-port.ts';

/** A media node for tests, with browsers for its lines. */
export interface MediaWorld {
  port: MediaPort;
  /** As a browser says what it can receive, and what it sends. */
  rtpCapabilities: RtpBlob;
  sentTrack: (kind: 'PICTURE' | 'SOUND') => RtpBlob;
  /** Opens a line and brings it up; its browser asks for the whole programme. */
  join: (line: OpenLine) => Promise<void>;
  /** The line's browser is gone and does not come back. */
  lose: (lineId: string) => Promise<void>;
  /** The slots that reach the line from now on. */
  flowing: (lineId: string) => Promise<Slot[]>;
  close: () => Promise<void>;
}

type EventOf<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

const UNTIL_MS = 20_000;

/** Resolves with the next event of that type for which it holds. */
export function untilEvent<T extends MediaEvent['type']>(
  port: Pick<MediaPort, 'onEvent'>,
  type: T,
  isMeant: (event: EventOf<T>) => boolean = () => true,
): Promise<EventOf<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      remove();
      reject(new Error(`no ${type} came`));
    }, UNTIL_MS);
    const remove = port.onEvent((event) => {
      if (event.type !== type || !isMeant(event as EventOf<T>)) return;
      clearTimeout(timer);
      remove();
      resolve(event as EventOf<T>);
    });
  });
}

export function lineOf(sessionId: string, line: Partial<OpenLine> = {}): OpenLine {
  const lineId = randomUUID();
  return { lineId, sessionId, siteId: randomUUID(), owner: 'device:1', canSend: true, ...line };
}

/** A direction with nothing in its slots but what is given. */
export function directionOf(
  given: Pick<MediaDirection, 'sessionId' | 'number'> & {
    slots?: Partial<MediaDirection['slots']>;
    warm?: string[];
    withheld?: MediaDirection['withheld'];
  },
): MediaDirection {
  const nothing = Object.fromEntries(SLOTS.map((slot) => [slot, null]));
  const slots = { ...nothing, ...given.slots } as MediaDirection['slots'];
  return { warm: [], isHallHushed: false, withheld: [], ...given, slots };
}

/** What every implementation of `MediaPort` does alike; both run it. */
export function describeMediaPort(name: string, open: () => Promise<MediaWorld>): void {
  describe(`a media port (${name})`, () => {
    let world: MediaWorld;
    let port: MediaPort;
    beforeAll(async () => {
      world = await open();
      port = world.port;
    });
    afterAll(() => world.close());

    const code = (call: Promise<unknown>) =>
      call.then(
        () => 'done',
        (refusal: MediaRefusal) => refusal.code,
      );
    const openSession = async () => {
      const sessionId = randomUUID();
      await port.openSession({ sessionId, codec: 'H264' });
      return sessionId;
    };
    const openLine = async (sessionId: string, given: Partial<OpenLine> = {}) => {
      const line = lineOf(sessionId, given);
      const transports = await port.openLine(line);
      return { ...line, transports };
    };
    const send = (lineId: string, sourceId: string, kind: 'PICTURE' | 'SOUND' = 'PICTURE') =>
      port.send({ lineId, sourceId, kind, rtpParameters: world.sentTrack(kind) });
    const ofSession = async (sessionId: string) => {
      const { sessions, lines, sources } = await port.snapshot();
      const lineIds = lines.filter((line) => line.sessionId === sessionId);
      const own = new Set(lineIds.map(({ lineId }) => lineId));
      return {
        session: sessions.find((one) => one.sessionId === sessionId),
        lines: lineIds,
        sources: sources.filter(({ lineId }) => own.has(lineId)),
      };
    };
    const wanted = (sourceId: string) =>
      untilEvent(port, 'source-wanted', (event) => event.sourceId === sourceId);
    const changed = (sourceId: string) =>
      untilEvent(port, 'source-changed', (event) => event.sourceId === sourceId);

    it('opens a session once, with Opus and its one picture codec', async () => {
      const sessionId = randomUUID();
      const first = await port.openSession({ sessionId, codec: 'VP8' });
      expect(await port.openSession({ sessionId, codec: 'H264' })).toEqual(first);
      const codecs = (first.rtpCapabilities['codecs'] as { mimeType: string }[])
        .map(({ mimeType }) => mimeType)
        .filter((mimeType) => mimeType !== 'video/rtx');
      expect(codecs).toEqual(['audio/opus', 'video/VP8']);
      expect((await ofSession(sessionId)).session).toMatchObject({ codec: 'VP8', number: 0 });
    });

    it('refuses what concerns no session or no line', async () => {
      const lineId = randomUUID();
      expect(await code(port.openLine(lineOf(randomUUID())))).toBe('LINE_NOT_FOUND');
      const direction = directionOf({ sessionId: randomUUID(), number: 1 });
      expect(await code(port.direct(direction))).toBe('LINE_NOT_FOUND');
      expect(await code(send(lineId, randomUUID()))).toBe('LINE_NOT_FOUND');
      expect(await code(port.closeLine(lineId))).toBe('LINE_NOT_FOUND');
      expect(await code(port.resume({ lineId, consumerIds: [] }))).toBe('LINE_NOT_FOUND');
      expect(await code(port.restartLine({ lineId, direction: 'SEND' }))).toBe('LINE_NOT_FOUND');
      await port.closeSession(randomUUID());
    });

    it('gives a line its transports; to one who only looks, none to send with', async () => {
      const sessionId = await openSession();
      const hall = await openLine(sessionId);
      const room = await openLine(sessionId, { siteId: null, canSend: false });
      expect(hall.transports).toMatchObject({ send: { id: expect.any(String) } });
      expect(room.transports).toMatchObject({ send: null, receive: { id: expect.any(String) } });
      expect(await code(send(room.lineId, randomUUID()))).toBe('INVALID_MEDIA');
    });

    it('replaces a line that is opened again, with its sources', async () => {
      const sessionId = await openSession();
      const line = await openLine(sessionId);
      const sourceId = randomUUID();
      await send(line.lineId, sourceId);
      const gone = changed(sourceId);
      await port.openLine(line);
      expect(await gone).toMatchObject({ hasPicture: false, hasSound: false });
      const { lines, sources } = await ofSession(sessionId);
      expect(lines.map(({ lineId }) => lineId)).toEqual([line.lineId]);
      expect(sources).toEqual([]);
    });

    it('keeps a source by kind, and tells what it sends', async () => {
      const sessionId = await openSession();
      const { lineId } = await openLine(sessionId);
      const sourceId = randomUUID();
      const first = changed(sourceId);
      await send(lineId, sourceId, 'PICTURE');
      expect(await first).toMatchObject({ sessionId, hasPicture: true, hasSound: false });
      const { producerId } = await send(lineId, sourceId, 'SOUND');
      const facts = { sourceId, lineId, hasPicture: true, hasSound: true, isWanted: false };
      expect((await ofSession(sessionId)).sources).toEqual([facts]);
      const { producerId: again } = await send(lineId, sourceId, 'SOUND');
      expect(again).not.toBe(producerId);
      expect((await ofSession(sessionId)).sources).toEqual([facts]);
      expect(await port.stopSending({ lineId, producerId: again })).toEqual({ sourceId });
      expect((await ofSession(sessionId)).sources).toEqual([{ ...facts, hasSound: false }]);
    });

    it('gives a source to the line that sent last', async () => {
      const sessionId = await openSession();
      const [before, after] = [await openLine(sessionId), await openLine(sessionId)];
      const sourceId = randomUUID();
      await send(before.lineId, sourceId, 'PICTURE');
      await send(before.lineId, sourceId, 'SOUND');
      await send(after.lineId, sourceId, 'PICTURE');
      const { sources } = await ofSession(sessionId);
      expect(sources).toMatchObject([
        { sourceId, lineId: after.lineId, hasPicture: true, hasSound: false },
      ]);
      await port.closeLine(before.lineId);
      expect((await ofSession(sessionId)).sources).toEqual(sources);
    });

    it('refuses parameters that cannot be, and nothing is left of them', async () => {
      const sessionId = await openSession();
      const { lineId } = await openLine(sessionId);
      for (const rtpParameters of [{}, { codecs: 'all' }]) {
        const bad = { lineId, sourceId: randomUUID(), kind: 'PICTURE' as const, rtpParameters };
        expect(await code(port.send(bad))).toBe('INVALID_MEDIA');
      }
      expect((await ofSession(sessionId)).sources).toEqual([]);
    });

    it('lets nobody touch what is on another line', async () => {
      const sessionId = await openSession();
      const [mine, other] = [await openLine(sessionId), await openLine(sessionId)];
      const sourceId = randomUUID();
      const { producerId } = await send(mine.lineId, sourceId);
      const stop = { lineId: other.lineId, producerId };
      expect(await port.stopSending(stop)).toEqual({ sourceId: null });
      const [track] = await port.receiveSource({
        lineId: mine.lineId,
        sourceId,
        rtpCapabilities: world.rtpCapabilities,
      });
      await port.stopReceiving({ lineId: other.lineId, consumerIds: [track!.consumerId] });
      expect((await ofSession(sessionId)).sources).toMatchObject([
        { lineId: mine.lineId, hasPicture: true, isWanted: true },
      ]);
    });

    it('gives a hall all five slots in order, a control room no return picture', async () => {
      const sessionId = await openSession();
      const { rtpCapabilities } = world;
      const hall = await openLine(sessionId);
      const room = await openLine(sessionId, { siteId: null, canSend: false });
      const tracks = await port.receiveProgramme({ lineId: hall.lineId, rtpCapabilities });
      expect(tracks.map(({ slot }) => slot)).toEqual([...SLOTS]);
      expect(tracks.map(({ kind }) => kind)).toEqual(['video', 'video', 'video', 'audio', 'audio']);
      const again = await port.receiveProgramme({ lineId: hall.lineId, rtpCapabilities });
      expect(again).toEqual(tracks);
      const inRoom = await port.receiveProgramme({ lineId: room.lineId, rtpCapabilities });
      expect(inRoom.map(({ slot }) => slot)).toEqual(SLOTS.filter((slot) => slot !== 'RETURN'));
    });

    it('wants a source that is in a slot, warm or watched, and says so once', async () => {
      const sessionId = await openSession();
      const { lineId } = await openLine(sessionId);
      const room = await openLine(sessionId, { siteId: null, canSend: false });
      const [onAir, watched] = [randomUUID(), randomUUID()];
      await send(lineId, onAir);
      await send(lineId, watched, 'SOUND');
      const isOn = wanted(onAir);
      await port.direct(directionOf({ sessionId, number: 1, warm: [onAir] }));
      expect(await isOn).toMatchObject({ lineId, isWanted: true });
      const isOff = wanted(onAir);
      await port.direct(directionOf({ sessionId, number: 2, slots: { MAIN: onAir } }));
      await port.direct(directionOf({ sessionId, number: 3 }));
      // The change from warm to a slot was none.
      expect(await isOff).toMatchObject({ isWanted: false });

      const isLookedAt = wanted(watched);
      const { rtpCapabilities } = world;
      const look = { lineId: room.lineId, sourceId: watched, rtpCapabilities };
      const tracks = await port.receiveSource(look);
      expect(tracks.map(({ kind }) => kind)).toEqual(['audio']);
      expect(await isLookedAt).toMatchObject({ lineId, isWanted: true });
      const isLeft = wanted(watched);
      const consumerIds = tracks.map(({ consumerId }) => consumerId);
      await port.stopReceiving({ lineId: room.lineId, consumerIds });
      expect(await isLeft).toMatchObject({ isWanted: false });
      look.sourceId = randomUUID();
      expect(await code(port.receiveSource(look))).toBe('SOURCE_NOT_SENDING');
    });

    it('tells a line that comes later that its source is wanted', async () => {
      const sessionId = await openSession();
      const sourceId = randomUUID();
      await port.direct(directionOf({ sessionId, number: 1, slots: { MAIN: sourceId } }));
      for (const { lineId } of [await openLine(sessionId), await openLine(sessionId)]) {
        const isWanted = wanted(sourceId);
        await send(lineId, sourceId);
        expect(await isWanted).toMatchObject({ lineId, isWanted: true });
        await port.closeLine(lineId);
      }
    });

    it('ignores an older direction than the last', async () => {
      const sessionId = await openSession();
      await port.direct(directionOf({ sessionId, number: 5 }));
      await port.direct(directionOf({ sessionId, number: 4, slots: { MAIN: randomUUID() } }));
      expect((await ofSession(sessionId)).session?.number).toBe(5);
      await port.direct(directionOf({ sessionId, number: 5 }));
      expect((await ofSession(sessionId)).session?.number).toBe(5);
    });

    it('lets every slot through but the return picture, and withholds what the director says', async () => {
      const sessionId = await openSession();
      const line = lineOf(sessionId);
      await world.join(line);
      expect(await world.flowing(line.lineId)).toEqual([
        'MAIN',
        'INSET',
        'SOUND_CENTRE',
        'SOUND_HALL',
      ]);
      const withheld = [{ siteId: line.siteId!, slots: ['MAIN', 'SOUND_HALL'] as Slot[] }];
      await port.direct(directionOf({ sessionId, number: 1, withheld }));
      expect(await world.flowing(line.lineId)).toEqual(['INSET', 'RETURN', 'SOUND_CENTRE']);
      await port.direct(directionOf({ sessionId, number: 2 }));
      expect(await world.flowing(line.lineId)).toEqual([
        'MAIN',
        'INSET',
        'SOUND_CENTRE',
        'SOUND_HALL',
      ]);
    });

    it('tells that a line is up, and that it was lost for good', async () => {
      const sessionId = await openSession();
      const line = lineOf(sessionId);
      const { lineId, siteId } = line;
      const isUp = untilEvent(port, 'line-changed', (event) => event.lineId === lineId);
      await world.join(line);
      expect(await isUp).toMatchObject({ sessionId, isConnected: true });
      expect((await ofSession(sessionId)).lines).toMatchObject([{ lineId, isConnected: true }]);
      const isClosed = untilEvent(port, 'line-closed', (event) => event.lineId === lineId);
      await world.lose(lineId);
      expect(await isClosed).toMatchObject({ sessionId, siteId });
      expect((await ofSession(sessionId)).lines).toEqual([]);
    });

    it('ends the lines and sources of a session with it', async () => {
      const sessionId = await openSession();
      const { lineId } = await openLine(sessionId);
      const sourceId = randomUUID();
      await send(lineId, sourceId);
      const gone = changed(sourceId);
      await port.closeSession(sessionId);
      expect(await gone).toMatchObject({ hasPicture: false });
      expect(await code(port.closeLine(lineId))).toBe('LINE_NOT_FOUND');
      const { session, lines, sources } = await ofSession(sessionId);
      expect({ session, lines, sources }).toEqual({ session: undefined, lines: [], sources: [] });
    });
  });
}
