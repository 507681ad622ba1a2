import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { accountWith, deviceOf } from '../testing/round.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { LiveClient } from '../testing/on-air.ts';

type Closed = EventPayload<'line:closed'>;

let bench: OnAirBench;

beforeEach(async () => {
  bench = await OnAirBench.open();
});
afterEach(() => bench.close());

const rtpCapabilities = { codecs: [] };
const opens = (lineId = randomUUID() as string) => ({ lineId, sessionId: bench.sessionId });

describe('a console’s line', () => {
  it('is opened, sends, and receives every slot of the programme', async () => {
    const console = await bench.console(bench.near);
    const opened = await console.ask('line:open', opens());
    expect(opened).toMatchObject({ codec: 'H264', iceServers: [] });
    expect(opened.send).not.toBeNull();
    const { lineId, client } = await bench.join(bench.near, console);
    const { tracks } = await client.ask('line:receive-programme', { lineId, rtpCapabilities });
    expect(tracks.map(({ slot }) => slot)).toEqual([
      'MAIN',
      'INSET',
      'RETURN',
      'SOUND_CENTRE',
      'SOUND_HALL',
    ]);
    const consumerIds = tracks.map(({ consumerId }) => consumerId);
    await client.ask('line:resume', { lineId, consumerIds });
    expect(bench.media.flowing(lineId)).not.toContain('RETURN');
  });

  it('keeps a source under its key: reloaded, it is the same source', async () => {
    const first = await bench.join(bench.near);
    const again = await bench.join(bench.near);
    expect(again.sourceId).toBe(first.sourceId);
    expect(again.lineId).not.toBe(first.lineId);
  });

  it('takes over from the same device’s older one, which is told so', async () => {
    const first = await bench.join(bench.near);
    const told = first.client.next<Closed>('line:closed');
    await bench.join(bench.near);
    expect(await told).toMatchObject({ lineId: first.lineId, isTakenOver: true });
    const { lineId } = first;
    expect(await first.client.refusal('line:check', { lineId })).toBe('LINE_NOT_FOUND');
  });

  it('is refused to another device while a console is up, and given once that is lost', async () => {
    const first = await bench.join(bench.near);
    const device = deviceOf(bench.near, 'CONSOLE');
    const other = await bench.connect({ ...device, deviceId: randomUUID() } as typeof device);
    expect(await other.refusal('line:open', opens())).toBe('CONSOLE_IN_USE');
    bench.media.setConnected(first.lineId, false);
    const told = first.client.next<Closed>('line:closed');
    expect(await other.refusal('line:open', opens())).toBeNull();
    expect((await told).isTakenOver).toBe(true);
  });

  it('goes to one of two devices that open at once', async () => {
    const device = deviceOf(bench.near, 'CONSOLE');
    const clients = await Promise.all(
      [1, 2].map(() => bench.connect({ ...device, deviceId: randomUUID() } as typeof device)),
    );
    await Promise.all(clients.map((client) => client.refusal('line:open', opens())));
    const { lines } = await bench.media.snapshot();
    expect(lines).toHaveLength(1);
  });

  it('is there after the socket was lost, and goes on as it is', async () => {
    const { lineId, client } = await bench.join(bench.near);
    client.close();
    const again = await bench.console(bench.near);
    expect(await again.ask('line:check', { lineId })).toEqual({ isConnected: true });
    const told = again.next<Closed>('line:closed');
    bench.media.dropLine(lineId);
    expect(await told).toMatchObject({ lineId, isTakenOver: false });
    expect(await again.refusal('line:check', { lineId })).toBe('LINE_NOT_FOUND');
  });

  it('ends with the right to it', async () => {
    const { lineId, client } = await bench.join(bench.near);
    const organiser = await bench.connect(
      accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }),
    );
    const ended = new Promise((resolve) => client.socket.once('disconnect', resolve));
    const { deviceIds } = bench.near;
    await organiser.ask('device:revoke', { deviceId: deviceIds.CONSOLE });
    await ended;
    await vi.waitFor(async () => {
      const { lines } = await bench.media.snapshot();
      expect(lines.map((line) => line.lineId)).not.toContain(lineId);
    });
  });
});

describe('a line whose owner is nobody any longer', () => {
  const isThere = async (lineId: string) =>
    (await bench.media.snapshot()).lines.some((line) => line.lineId === lineId);
  const disconnected = ({ socket }: LiveClient) =>
    new Promise((resolve) => socket.once('disconnect', resolve));

  it('ends with its socket when that is asked again; the lines of others go on', async () => {
    const { lineId, client } = await bench.join(bench.near);
    const other = await bench.join(bench.second);
    const director = await bench.director();
    const controlRoomLineId = await bench.openLine(director);
    const ended = Promise.all([client, director].map(disconnected));
    client.expire();
    director.expire();
    await bench.server.recheck();
    await ended;
    await vi.waitFor(async () => {
      expect([await isThere(lineId), await isThere(controlRoomLineId)]).toEqual([false, false]);
    });
    expect(await isThere(other.lineId)).toBe(true);
  });

  it('ends also when no socket of his is open, and goes on while he only lost it', async () => {
    const { pool } = bench.server.database;
    const { lineId, client } = await bench.join(bench.near);
    const other = await bench.join(bench.second);
    const director = await bench.director();
    const controlRoomLineId = await bench.openLine(director);
    await pool.query(`insert into account_user (id, name, email)
      values ('test-account', 'Người thử', 'test-account@accounts.invalid')`);
    await pool.query(`insert into account_session (id, user_id, token, expires_at)
      values ('one', 'test-account', 'one', now() + interval '1 hour')`);
    for (const one of [client, other.client, director]) one.close();
    await bench.server.recheck();
    expect(await isThere(controlRoomLineId)).toBe(true);
    // By another process: no socket of theirs is told.
    await pool.query('update device set revoked_at = now() where id = $1', [
      bench.near.deviceIds.CONSOLE,
    ]);
    await pool.query(`update account_session set expires_at = now() - interval '1 hour'`);
    // Again and again, until the server has seen that the sockets are gone.
    await vi.waitFor(async () => {
      await bench.server.recheck();
      expect([await isThere(lineId), await isThere(controlRoomLineId)]).toEqual([false, false]);
    });
    expect(await isThere(other.lineId)).toBe(true);
  });
});

describe('a line is refused', () => {
  it('to a hall that follows by television', async () => {
    const { pool } = bench.server.database;
    await pool.query(`update site set mode = 'TV_ONLY' where id = $1`, [bench.near.siteId]);
    const console = await bench.console(bench.near);
    expect(await console.refusal('line:open', opens())).toBe('HALL_TELEVISION_ONLY');
  });

  it('long before a session that nobody opened, after its end, and in an archived conference', async () => {
    const console = await bench.console(bench.near);
    const { pool } = bench.server.database;
    await pool.query(`update session set opened_at = null, starts_at = now() + interval '5 hours'`);
    expect(await console.refusal('line:open', opens())).toBe('SESSION_NOT_OPEN');
    await pool.query(`update session set opened_at = now()`);
    const director = await bench.director();
    await director.ask('programme:end', { sessionId: bench.sessionId });
    expect(await console.refusal('line:open', opens())).toBe('SESSION_ENDED');
    await pool.query(`update conference set archived_at = now()`);
    expect(await console.refusal('line:open', opens())).toBe('CONFERENCE_ARCHIVED');
  });

  it('while the media node is away', async () => {
    const { lineId, client } = await bench.join(bench.near);
    bench.media.setAvailable(false);
    expect(await client.refusal('line:open', opens())).toBe('MEDIA_UNAVAILABLE');
    expect(await client.refusal('line:restart', { lineId, direction: 'SEND' })).toBe(
      'MEDIA_UNAVAILABLE',
    );
  });

  it('no longer than the media node was too busy to say what it has', async () => {
    const client = await bench.console(bench.near);
    bench.media.setAvailable(false);
    bench.media.reset();
    expect(await client.refusal('line:open', opens())).toBe('MEDIA_UNAVAILABLE');
    // It was there all the time: no reset tells that it answers again.
    bench.media.setAvailable(true);
    const isOpened = async () => expect(await client.refusal('line:open', opens())).toBeNull();
    await vi.waitFor(isOpened, { timeout: 10_000 });
  });
});

describe('a hall’s token', () => {
  it('does nothing with the line of another hall, or of the control room', async () => {
    const victim = await bench.join(bench.near);
    const director = await bench.director();
    const controlRoomLineId = await bench.openLine(director);
    const thief = await bench.console(bench.second);
    for (const lineId of [victim.lineId, controlRoomLineId]) {
      const source = { key: 'main', kind: 'HALL', name: 'x' } as const;
      const rtpParameters = { codecs: [] };
      const refusals = [
        await thief.refusal('line:open', opens(lineId)),
        await thief.refusal('line:check', { lineId }),
        await thief.refusal('line:send', { lineId, source, kind: 'PICTURE', rtpParameters }),
        await thief.refusal('line:receive-programme', { lineId, rtpCapabilities }),
        await thief.refusal('line:restart', { lineId, direction: 'RECEIVE' }),
        await thief.refusal('line:connect', { lineId, direction: 'SEND', dtlsParameters: {} }),
        await thief.refusal('line:stop-sending', { lineId, producerId: randomUUID() }),
        await thief.refusal('line:resume', { lineId, consumerIds: [] }),
        await thief.refusal('line:close', { lineId }),
      ];
      expect(new Set(refusals)).toEqual(new Set(['FORBIDDEN']));
    }
    expect(await victim.client.ask('line:check', { lineId: victim.lineId })).toBeTruthy();
  });

  it('offers a handful of sources and no more: they are kept for ever, and listed to the director', async () => {
    const { client, lineId } = await bench.join(bench.near);
    const rtpParameters = { codecs: [] };
    const offer = (key: string) => {
      const source = { key, kind: 'HALL', name: 'x' } as const;
      return client.refusal('line:send', { lineId, source, kind: 'PICTURE', rtpParameters });
    };
    const answers: (string | null)[] = [];
    for (let index = 0; index < 20; index += 1) answers.push(await offer(`camera-${index}`));
    expect(answers.indexOf('INVALID_MEDIA')).toBe(15);
    expect(await offer('main')).toBeNull();
    const { rows } = await bench.server.database.pool.query('select id from source');
    expect(rows).toHaveLength(16);
  });

  it('sends as its own hall alone, whatever key it names', async () => {
    const victim = await bench.join(bench.near);
    const thief = await bench.join(bench.second);
    expect(thief.sourceId).not.toBe(victim.sourceId);
    const { rows } = await bench.server.database.pool.query(
      'select id, site_id from source order by id',
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        { id: victim.sourceId, site_id: bench.near.siteId },
        { id: thief.sourceId, site_id: bench.second.siteId },
      ]),
    );
  });

  it('looks at no source by itself, not even its own', async () => {
    const victim = await bench.join(bench.near);
    const { client, lineId, sourceId } = await bench.join(bench.second);
    for (const id of [victim.sourceId, sourceId]) {
      const receive = { lineId, sourceId: id, rtpCapabilities };
      expect(await client.refusal('line:receive-source', receive)).toBe('FORBIDDEN');
    }
  });

  it('takes nothing and mutes nobody', async () => {
    const { sessionId } = bench;
    const { client, sourceId } = await bench.join(bench.near);
    const { siteId } = bench.second;
    const taken = { insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' } as const;
    const refusals = [
      await client.refusal('programme:take', { sessionId, mainSourceId: sourceId, ...taken }),
      await client.refusal('programme:preview', { sessionId, sourceId }),
      await client.refusal('hall:mute', { sessionId, siteId, isMuted: true }),
      await client.refusal('control-room:subscribe', { sessionId }),
      await client.refusal('hall:subscribe', { sessionId, siteId }),
    ];
    expect(new Set(refusals)).toEqual(new Set(['FORBIDDEN']));
  });

  it('offers no camera, screen or desk unless the hall is the central one', async () => {
    const { client, lineId } = await bench.join(bench.near);
    const rtpParameters = { codecs: [] };
    for (const kind of ['CAMERA', 'SCREEN', 'SOUND_DESK'] as const) {
      const source = { key: 'extra', kind, name: 'x' };
      const sent = { lineId, source, kind: 'PICTURE', rtpParameters } as const;
      expect(await client.refusal('line:send', sent)).toBe('FORBIDDEN');
    }
    const studio = await bench.join(bench.central);
    const source = { key: 'camera-2', kind: 'CAMERA', name: 'Máy quay 2' } as const;
    const track = { lineId: studio.lineId, kind: 'PICTURE', source } as const;
    expect((await bench.send(studio.client, track)).sourceId).toBeTruthy();
  });
});

describe('a projector', () => {
  it('receives the programme of its hall and cannot send', async () => {
    const projector = await bench.device(bench.near, 'PROJECTOR');
    const lineId = randomUUID();
    const opened = await projector.ask('line:open', opens(lineId));
    expect(opened.send).toBeNull();
    const rtpParameters = { codecs: [] };
    const source = { key: 'main', kind: 'HALL', name: 'x' } as const;
    expect(
      await projector.refusal('line:send', { lineId, source, kind: 'PICTURE', rtpParameters }),
    ).toBe('FORBIDDEN');
    expect(await bench.join(bench.near)).toBeTruthy();
    const { tracks } = await projector.ask('line:receive-programme', { lineId, rtpCapabilities });
    expect(tracks).toHaveLength(5);
  });
});

describe('a director’s line', () => {
  it('looks into a hall, which then must send', async () => {
    const { client, sourceId } = await bench.join(bench.near);
    const { sessionId } = bench;
    const { siteId } = bench.near;
    expect(
      (await client.ask('hall:subscribe', { sessionId, siteId })).hall.wantedSourceIds,
    ).toEqual([]);
    const told = client.next<EventPayload<'hall:changed'>>('hall:changed', ({ hall }) =>
      hall.wantedSourceIds.includes(sourceId),
    );
    const director = await bench.director();
    const lineId = await bench.openLine(director);
    const receive = { lineId, sourceId, rtpCapabilities };
    const { tracks } = await director.ask('line:receive-source', receive);
    expect(tracks.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
    await told;
    const consumerIds = tracks.map(({ consumerId }) => consumerId);
    const ended = client.next<EventPayload<'hall:changed'>>(
      'hall:changed',
      ({ hall }) => hall.wantedSourceIds.length === 0,
    );
    await director.ask('line:stop-receiving', { lineId, consumerIds });
    await ended;
  });

  it('looks at no source of another conference', async () => {
    const far = await bench.console(bench.round.far);
    const farLineId = randomUUID();
    await far.ask('line:open', { lineId: farLineId, sessionId: bench.round.far.sessionId });
    const { sourceId } = await bench.send(far, { lineId: farLineId, kind: 'PICTURE' });
    const director = await bench.director();
    const lineId = await bench.openLine(director);
    const receive = { lineId, sourceId, rtpCapabilities };
    expect(await director.refusal('line:receive-source', receive)).toBe('NOT_FOUND');
  });
});
