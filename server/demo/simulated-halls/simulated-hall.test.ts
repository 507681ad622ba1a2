import { once } from 'node:events';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import {
  commandOverSocket,
  dataOf,
  enrolDevice,
  socketOptionsOf,
} from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { createHalls } from '#db/seed/halls.ts';
import { DEMO_SEED } from '#db/seed/round.ts';
import { describeRound, seedDemo } from '#db/seed/seed-demo.ts';
import { createLogger } from '../../logger.ts';
import { TestNode } from '../../media/node.testing.ts';
import type { SocketMediaPort } from '../../media-link/socket-media-port.ts';
import { payloadOf } from '../../rtp/rtp-packet.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { ensureLiveToken } from '../demo-accounts.ts';
import { DemoOrganiser } from '../demo-organiser.ts';
import { pictureFootage, stills } from './footage.ts';
import { habitsOf } from './hall-habits.ts';
import { SimulatedHall } from './simulated-hall.ts';
import type { SimulatedHallParts } from './simulated-hall.ts';

const UNTIL_MS = 30_000;
const log = createLogger('silent');
const onVideo = createHalls(DEMO_SEED).filter(({ mode }) => mode !== 'TV_ONLY');
const sessionId = describeRound().sessionIds[0]!;

async function until(isSo: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(isSo()).toBe(true), { timeout: UNTIL_MS, interval: 20 });
}

describe('a simulated hall, on a real server and a real media node', () => {
  let node: TestNode;
  let server: TestServer<SocketMediaPort>;
  let organiser: DemoOrganiser;
  let director: Socket;
  const halls: SimulatedHall[] = [];

  beforeAll(async () => {
    node = await TestNode.start({ workers: 1 });
    const { link } = await node.open();
    server = await startTestServer({ media: link });
    await seedDemo(server.database.pool, { nowMs: Date.now() });
    const { origin, config, database } = server;
    const asked = { pool: database.pool, secrets: config.secrets, origin };
    const token = (await ensureLiveToken(asked, 'HALLS')) ?? undefined;
    const memory = {
      username: 'mo-phong-diem-cau',
      password: 'mot-mat-khau-rat-dai-2026',
      doorCookies: {},
      consoleCookies: {},
    };
    organiser = await DemoOrganiser.enter({ origin, memory, token, name: 'Mô phỏng' });
    director = io(origin, socketOptionsOf(organiser.identity));
    await once(director as unknown as NodeJS.EventEmitter, 'connect');
  }, 120_000);
  afterEach(() => {
    for (const hall of halls.splice(0)) hall.close();
  });
  afterAll(async () => {
    director.close();
    await server.close();
    await node.stop();
  });

  const direct = async <N extends CommandName>(
    name: N,
    input: CommandInput<N>,
  ): Promise<CommandOutput<N>> => dataOf(await commandOverSocket(director, name, input));

  async function join(
    place: number,
    hooks: Pick<SimulatedHallParts, 'onPacket' | 'onDismissed'> = {},
  ): Promise<SimulatedHall> {
    const { id: siteId, tier } = onVideo[place]!;
    const deviceKind = 'CONSOLE' as const;
    const label = 'Thử';
    const hall = new SimulatedHall({
      siteId,
      isCentral: tier === 'CENTRAL',
      identity: await enrolDevice(organiser.identity, { siteId, deviceKind, label }),
      habits: habitsOf(place),
      log,
      ...hooks,
    });
    halls.push(hall);
    await until(() => hall.state !== null && hall.isOnLine);
    return hall;
  }

  const take = (mainSourceId: string | null) =>
    direct('programme:take', {
      sessionId,
      mainSourceId,
      insetSourceId: null,
      layout: 'FULL',
      sound: 'FOLLOWS',
    });

  it('is sent only when wanted, taken to air, and received by another without a gap', async () => {
    const sender = await join(1);
    const isOwn = new Set(
      pictureFootage(habitsOf(1).footage, 'H264').high.flatMap(({ payloads }) =>
        payloads.map((payload) => payload.toString('base64')),
      ),
    );
    let ownPackets = 0;
    const receiver = await join(2, {
      onPacket: (slot, packet) => {
        if (slot === 'MAIN' && isOwn.has(payloadOf(packet).toString('base64'))) ownPackets += 1;
      },
    });
    await until(() => receiver.reception.of('MAIN').frames > 2);
    expect(sender.isSending).toBe(false);
    await take(sender.sourceId);
    await until(() => ownPackets > 100);
    expect(sender.isSending).toBe(true);
    expect(sender.state).toMatchObject({ isPictureOnAir: true, isSoundOnAir: true });
    expect(receiver.reception.of('MAIN')).toMatchObject({ lost: 0, height: 360 });
    expect(receiver.reception.of('SOUND_HALL').packets).toBeGreaterThan(0);
    await until(() => sender.state?.isMutedByHall === false);
    await take(null);
    await until(() => !sender.isSending);
    await until(() => sender.state?.isMutedByHall === true);
    expect(receiver.reception.of('MAIN').lost).toBe(0);
  });

  it('raises its hand, which the queue shows, and follows its call', async () => {
    const hall = await join(3);
    const { queue } = await direct('control-room:subscribe', { sessionId });
    expect(queue.some(({ siteId }) => siteId === hall.siteId)).toBe(false);
    const shown = new Promise<SpeakerRequestState>((resolve) => {
      director.on('control-room:changed', (change: { queue: SpeakerRequestState[] | null }) => {
        const own = change.queue?.find(({ siteId }) => siteId === hall.siteId);
        if (own) resolve(own);
      });
    });
    await hall.raiseHand('Kiến nghị của cơ sở');
    const { requestId, note } = await shown;
    expect(note).toBe('Kiến nghị của cơ sở');
    await direct('speaker:accept', { requestId });
    await direct('speaker:prepare', { requestId });
    await until(() => hall.isSending && hall.state?.isMutedByHall === false);
    await direct('speaker:call', { requestId });
    await until(() => hall.state?.isPictureOnAir === true);
    await direct('speaker:finish', { requestId });
    await until(() => hall.state?.isPictureOnAir === false);
  });

  it('comes back to its place after its network was lost', async () => {
    const hall = await join(4);
    const { sourceId } = hall;
    await direct('programme:preview', { sessionId, sourceId });
    await until(() => hall.isSending);
    hall.goAway();
    expect(hall.isOnLine).toBe(false);
    const before = hall.reception.of('MAIN').packets;
    hall.comeBack();
    await until(() => hall.isOnLine && hall.reception.of('MAIN').packets > before);
    expect(hall.sourceId).toBe(sourceId);
    await until(() => hall.isSending);
    await direct('programme:preview', { sessionId, sourceId: null });
  });

  it('shows what it measures and its still to the control room', async () => {
    const hall = await join(5);
    expect(habitsOf(5).kind).toBe('COVERED_LENS');
    const { siteId } = hall;
    const told = new Promise<unknown>((resolve) => {
      director.on(
        'control-room:changed',
        (change: { halls: { siteId: string; report: unknown }[] }) => {
          const own = change.halls.find((one) => one.siteId === siteId);
          if (own?.report) resolve(own.report);
        },
      );
    });
    const shown = new Promise<string>((resolve) => {
      const look = ({ stills }: { stills: { siteId: string; still: string }[] }) => {
        const own = stills.find((one) => one.siteId === siteId);
        if (own) resolve(own.still);
      };
      director.on('control-room:stills-changed', look);
    });
    await direct('control-room:subscribe', { sessionId });
    await direct('control-room:stills', { sessionId, isFollowing: true });
    expect(await told).toMatchObject({ picture: 'BLACK', sound: 'GOOD', isProgrammeFrozen: false });
    expect(await shown).toBe(stills('black')[0]);
  });

  it('gives way to a real console, for which the organiser issued the link anew', async () => {
    let dismissal: string | null = null;
    const hall = await join(6, { onDismissed: (code) => (dismissal = code) });
    const { siteId } = hall;
    const deviceKind = 'CONSOLE' as const;
    const enrol = () =>
      enrolDevice(organiser.identity, { siteId, deviceKind, label: 'Bàn kỹ thuật thật' });
    await expect(enrol()).rejects.toMatchObject({ code: 'CONSOLE_IN_USE' });
    await direct('device-link:reissue', { siteId, deviceKind, revokesDevices: false });
    await enrol();
    await until(() => dismissal !== null);
    expect(dismissal).toBe('DEVICE_REVOKED');
    expect(hall.isOnLine).toBe(false);
  });
});
