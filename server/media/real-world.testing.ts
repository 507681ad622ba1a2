import { randomInt, randomUUID } from 'node:crypto';
import type { Slot } from '#domain/programme.ts';
import type { MediaWorld } from '../media-link/media-port.testing.ts';
import type { MediaPort, OpenLine, ProgrammeTrack, RtpBlob } from '../media-link/media-port.ts';
import { HALL_CAPABILITIES, sentTrack, TestHall } from './hall.testing.ts';

/** The slots never stop: while so many packets of silence come, every other slot has its turn. */
const LISTENED_PACKETS = 12;
/** Packets that waited for a busy machine come all at once: the pictures need their time too. */
const LISTENED_MS = 800;

/** A hall with its browser, its programme resumed and flowing. */
export interface JoinedHall extends OpenLine {
  hall: TestHall;
  tracks: ProgrammeTrack[];
  send: Awaited<ReturnType<MediaPort['openLine']>>['send'];
  track: (slot: Slot) => string;
}

/** Halls with real browsers' transports, on any media port that leads to a real node. */
export class RealHalls {
  readonly #port: MediaPort;
  readonly #halls = new Map<string, JoinedHall>();
  readonly #lookers: TestHall[] = [];

  constructor(port: MediaPort) {
    this.#port = port;
  }

  async join(line: OpenLine): Promise<JoinedHall> {
    const port = this.#port;
    const { lineId } = line;
    const { receive, send } = await port.openLine(line);
    const hall = new TestHall({ lineId, port });
    const tracks = await port.receiveProgramme({ lineId, rtpCapabilities: HALL_CAPABILITIES });
    const track = (slot: Slot) => tracks.find((one) => one.slot === slot)!.consumerId;
    const joined = { ...line, hall, tracks, send, track };
    this.#halls.set(lineId, joined);
    await hall.receive(receive, tracks);
    await port.resume({ lineId, consumerIds: tracks.map(({ consumerId }) => consumerId) });
    await hall.next(track('SOUND_CENTRE'));
    return joined;
  }

  /** The slots of which packets come while the centre's sound does, which nothing here withholds. */
  async flowing(lineId: string): Promise<Slot[]> {
    const { hall, tracks, track } = this.#halls.get(lineId)!;
    const count = (consumerId: string) => hall.received(consumerId);
    const before = new Map(tracks.map(({ consumerId }) => [consumerId, count(consumerId)]));
    const untilMs = performance.now() + LISTENED_MS;
    for (let heard = 0; heard < LISTENED_PACKETS || performance.now() < untilMs; heard++) {
      await hall.next(track('SOUND_CENTRE'));
    }
    return tracks.flatMap(({ slot, consumerId }) =>
      count(consumerId) > before.get(consumerId)! ? [slot] : [],
    );
  }

  /** A line that looks at one source after another; each time with a transport made for it. */
  async look(line: OpenLine) {
    const port = this.#port;
    const { lineId } = line;
    const hall = new TestHall({ lineId, port });
    let listensAt = 0;
    const look = async (sourceId: string) => {
      hall.close();
      const { receive } = await port.openLine(line);
      listensAt = portOf(receive);
      const asked = { lineId, sourceId, rtpCapabilities: HALL_CAPABILITIES };
      const tracks = await port.receiveSource(asked);
      await hall.receive(receive, tracks);
      const consumerIds = tracks.map(({ consumerId }) => consumerId);
      await port.resume({ lineId, consumerIds });
      return consumerIds[0]!;
    };
    this.#lookers.push(hall);
    return { lineId, hall, look, port: () => listensAt };
  }

  /** The hall speaks: every 20 ms a packet of which nobody else's is a copy. */
  async speak({ lineId, hall, send }: JoinedHall, sourceId: string = randomUUID()) {
    const words = Buffer.concat([Buffer.from([0x78]), Buffer.from(sourceId)]);
    const { SOUND } = await hall.readyToSend(send!);
    await this.#port.send({ lineId, sourceId, kind: 'SOUND', rtpParameters: SOUND });
    const voice = setInterval(() => hall.sendPacket('SOUND', words), 20);
    return {
      sourceId,
      isHeardIn: (packet: Buffer) => packet.includes(sourceId),
      stop: () => clearInterval(voice),
    };
  }

  hall(lineId: string): JoinedHall {
    return this.#halls.get(lineId)!;
  }

  close(): void {
    for (const { hall } of this.#halls.values()) hall.close();
    for (const hall of this.#lookers.splice(0)) hall.close();
    this.#halls.clear();
  }
}

/** The shared suite's world over a real node. */
export function realWorld(port: MediaPort, close: () => Promise<void>): MediaWorld {
  const halls = new RealHalls(port);
  return {
    port,
    rtpCapabilities: HALL_CAPABILITIES,
    // Each track of one's own line has a number of its own.
    sentTrack: (kind) => sentTrack(kind, randomInt(1, 0x7fff_ffff)),
    join: async (line) => void (await halls.join(line)),
    lose: async (lineId) => halls.hall(lineId).hall.close(),
    flowing: (lineId) => halls.flowing(lineId),
    close: async () => {
      halls.close();
      await close();
    },
  };
}

/** The port of the node that a transport leads to. */
export function portOf(transport: RtpBlob): number {
  return (transport['iceCandidates'] as { port: number }[])[0]!.port;
}
