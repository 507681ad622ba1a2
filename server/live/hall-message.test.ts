import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';

type HallChanged = EventPayload<'hall:changed'>;
type RoomChanged = EventPayload<'control-room:changed'>;

const TEXT = 'Đề nghị kiểm tra micro.';

let bench: OnAirBench;
let director: LiveClient;
let hall: JoinedHall;

beforeEach(async () => {
  ({ bench, director, hall } = await OnAirBench.openWithHall());
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const place = () => ({ ...session(), siteId: bench.near.siteId });
const messagesAt = async (client: LiveClient) =>
  (await client.ask('hall:subscribe', place())).hall.messages;
const send = (text = TEXT) => director.ask('hall:message', { ...place(), text });

async function inRoom() {
  const { halls } = await director.ask('control-room:subscribe', session());
  return halls.find(({ siteId }) => siteId === bench.near.siteId)?.message;
}

describe('a message from the centre', () => {
  it('is shown at the hall until it is seen there, and the control room reads when', async () => {
    expect(await inRoom()).toBeNull();
    await messagesAt(hall.client);
    const shown = hall.client.next<HallChanged>(
      'hall:changed',
      (changed) => changed.hall.messages.length === 1,
    );
    const { messageId } = await send();
    const sentAt = bench.server.clock.now.toISOString();
    expect((await shown).hall.messages).toEqual([{ messageId, text: TEXT, sentAt }]);
    expect(await inRoom()).toEqual({ messageId, text: TEXT, sentAt, seenAt: null });

    const { clock } = bench.server;
    clock.now = new Date(clock.now.getTime() + 60_000);
    const seenAt = clock.now.toISOString();
    const seen = director.next<RoomChanged>('control-room:changed', ({ halls }) =>
      halls.some(({ message }) => message?.seenAt === seenAt),
    );
    await hall.client.ask('hall:see-message', { ...place(), messageId });
    await seen;
    expect(await messagesAt(hall.client)).toEqual([]);
    // A second press, of another machine of the hall, changes nothing.
    clock.now = new Date(clock.now.getTime() + 60_000);
    await hall.client.ask('hall:see-message', { ...place(), messageId });
    expect(await inRoom()).toMatchObject({ messageId, seenAt });
  });

  it('waits for a hall that is away, over a restart of the server', async () => {
    await hall.client.ask('line:close', { lineId: hall.lineId });
    await send('Một');
    const { clock } = bench.server;
    clock.now = new Date(clock.now.getTime() + 1_000);
    const { messageId } = await send('Hai');
    await bench.restart();
    director = await bench.director();
    const texts = (await messagesAt(await bench.console(bench.near))).map(({ text }) => text);
    expect(texts).toEqual(['Một', 'Hai']);
    expect(await inRoom()).toMatchObject({ messageId, text: 'Hai' });
  });

  it('is the director’s to send and the hall’s own to see', async () => {
    const { messageId } = await send();
    const other = await bench.console(bench.second);
    expect(await hall.client.refusal('hall:message', { ...place(), text: TEXT })).toBe('FORBIDDEN');
    const seen = { ...place(), messageId };
    expect(await other.refusal('hall:see-message', seen)).toBe('FORBIDDEN');
    expect(await other.refusal('hall:see-message', { ...seen, siteId: bench.second.siteId })).toBe(
      'NOT_FOUND',
    );
    expect(await messagesAt(hall.client)).toHaveLength(1);
  });

  it('is read in a television hall too, which has no line', async () => {
    const { pool } = bench.server.database;
    const { siteId } = bench.second;
    await pool.query(`update site set mode = 'TV_ONLY' where id = $1`, [siteId]);
    const elsewhere = { ...session(), siteId };
    const { messageId } = await director.ask('hall:message', { ...elsewhere, text: TEXT });
    const console = await bench.console(bench.second);
    const { hall: told } = await console.ask('hall:subscribe', elsewhere);
    expect(told.messages).toMatchObject([{ messageId, text: TEXT }]);
    await console.ask('hall:see-message', { ...elsewhere, messageId });
  });

  it('goes to none of a session that ended', async () => {
    await director.ask('programme:end', session());
    expect(await director.refusal('hall:message', { ...place(), text: TEXT })).toBe(
      'SESSION_ENDED',
    );
  });
});
