import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryCentre, PlainTrack } from './line-centre.testing.ts';
import type { LineState } from './line-state.ts';
import { Line } from './line.ts';
import type { SlotTracks } from './received-programme.ts';

let centre: MemoryCentre;
let states: LineState['kind'][];
let takenOver: number;
let line: Line;

const OFFER = { key: 'main', kind: 'HALL', name: 'Máy quay' } as const;
const settle = () => vi.advanceTimersByTimeAsync(50);
/** Longer than any pause before a next try. */
const wait = () => vi.advanceTimersByTimeAsync(20_000);

beforeEach(() => {
  vi.useFakeTimers();
  centre = new MemoryCentre();
  states = [];
  takenOver = 0;
});
afterEach(() => {
  line.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function open(): Line {
  line = Line.open({
    centre,
    sessionId: 's',
    makeDevice: centre.makeDevice,
    onState: ({ kind }) => states.push(kind),
    onTakenOver: () => (takenOver += 1),
  });
  return line;
}

/** A hall that sends and receives, with its line up. */
async function join() {
  const heard: SlotTracks[] = [];
  open().receiveProgramme((tracks) => heard.push(tracks));
  const tracks = { video: PlainTrack.of('video'), audio: PlainTrack.of('audio') };
  const source = line.send(OFFER, tracks);
  await settle();
  centre.setTransports('connected');
  await settle();
  return { heard, source, tracks };
}

describe('Line', () => {
  it('receives every slot, resumes them and offers its source, unsent until it is wanted', async () => {
    const { heard, source } = await join();
    expect([...heard[0]!.keys()]).toEqual([
      'MAIN',
      'INSET',
      'RETURN',
      'SOUND_CENTRE',
      'SOUND_HALL',
    ]);
    expect(centre.inputsOf('line:resume')[0]!['consumerIds']).toHaveLength(5);
    expect(centre.inputsOf('line:send').map(({ kind }) => kind)).toEqual(['PICTURE', 'SOUND']);
    expect(source.sourceId).toBe(centre.sourceIds.get('main'));
    expect(source.isWanted).toBe(false);
    expect(states).toEqual(['UP']);
  });

  it('goes on untouched when the server restarts and still has the line', async () => {
    const { heard } = await join();
    centre.setConnected(false);
    await wait();
    centre.setConnected(true);
    await wait();
    expect(centre.inputsOf('line:check')).toHaveLength(1);
    expect(centre.inputsOf('line:open')).toHaveLength(1);
    expect(heard).toHaveLength(1);
    expect(states).toEqual(['UP']);
  });

  it('comes back in the same place when the server lost the line', async () => {
    const { heard, source } = await join();
    const { sourceId } = source;
    centre.setConnected(false);
    centre.closeLine(null);
    await wait();
    centre.isWanted = true;
    centre.setConnected(true);
    await wait();
    centre.setTransports('connected');
    await settle();
    expect(states).toEqual(['UP', 'LOST', 'UP']);
    expect(heard).toHaveLength(2);
    expect(centre.inputsOf('line:send')).toHaveLength(4);
    expect(source).toMatchObject({ sourceId, isWanted: true });
    const [first, second] = centre.inputsOf('line:open');
    expect(second).toEqual(first);
  });

  it('comes back when it is told that its worker died', async () => {
    await join();
    centre.closeLine({ isTakenOver: false });
    await wait();
    expect(centre.inputsOf('line:open')).toHaveLength(2);
  });

  it('stays away when another browser took its place', async () => {
    await join();
    centre.closeLine({ isTakenOver: true });
    await wait();
    expect(takenOver).toBe(1);
    expect(states.at(-1)).toBe('REFUSED');
    expect(centre.inputsOf('line:open')).toHaveLength(1);
  });

  it('finds a new way through a changed network, with the same tracks', async () => {
    const { heard } = await join();
    centre.setTransports('disconnected');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(
      centre
        .inputsOf('line:restart')
        .map(({ direction }) => direction)
        .sort(),
    ).toEqual(['RECEIVE', 'SEND']);
    centre.setTransports('connected');
    await wait();
    expect(states).toEqual(['UP', 'LOST', 'UP']);
    expect(centre.inputsOf('line:restart')).toHaveLength(2);
    expect(heard).toHaveLength(1);
  });

  it('opens anew when no new way helps', async () => {
    await join();
    centre.setTransports('failed');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(centre.inputsOf('line:open').length).toBeGreaterThan(1);
  });

  it('asks for a way when the connection is back, not while it is gone', async () => {
    await join();
    centre.setConnected(false);
    centre.setTransports('disconnected');
    await wait();
    expect(centre.inputsOf('line:restart')).toHaveLength(0);
    centre.isLineUp = false;
    centre.setConnected(true);
    await settle();
    expect(centre.inputsOf('line:restart')).toHaveLength(2);
  });

  it('takes a lost way for lost although the centre has not noticed it yet', async () => {
    await join();
    centre.setConnected(false);
    centre.setTransports('disconnected');
    await vi.advanceTimersByTimeAsync(3_000);
    centre.setConnected(true);
    await settle();
    expect(centre.inputsOf('line:restart')).toHaveLength(2);
    centre.setTransports('connected');
    await wait();
    expect(centre.inputsOf('line:open')).toHaveLength(1);
  });

  it('has the connection for commands looked at as soon as its own way is lost', async () => {
    await join();
    centre.setTransports('disconnected');
    expect(centre.timesDoubted).toBeGreaterThan(0);
  });

  it('has it looked at when picture and sound found another way by themselves', async () => {
    const { heard } = await join();
    const arriveBy = (way: string) =>
      vi
        .spyOn(FakeHandler.prototype, 'getReceiverStats')
        .mockResolvedValue(
          new Map([['T', { type: 'transport', selectedCandidatePairId: way }]]) as never,
        );
    arriveBy('cable');
    await line.measure();
    await line.measure();
    await settle();
    expect(centre.timesDoubted).toBe(0);
    arriveBy('wi-fi');
    await line.measure();
    expect(centre.timesDoubted).toBe(1);
    await line.measure();
    await wait();
    expect(centre.timesDoubted).toBe(1);
    expect(centre.inputsOf('line:check')).toHaveLength(1);
    expect(heard).toHaveLength(1);
    expect(states).toEqual(['UP']);
  });

  it('does not take silence for a way that does not help', async () => {
    await join();
    centre.troubles.set('line:restart', Array<'SILENCE'>(30).fill('SILENCE'));
    centre.setTransports('disconnected');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(centre.inputsOf('line:open')).toHaveLength(1);
  });

  it('tries again while the media node restarts, and says why when it is refused', async () => {
    centre.troubles.set('line:open', ['MEDIA_UNAVAILABLE', 'SILENCE', 'CONSOLE_IN_USE']);
    open();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(centre.inputsOf('line:open')).toHaveLength(4);
    expect(states).toEqual(['REFUSED', 'UP']);
  });

  it('replaces a device without another source, and ends a part that is gone', async () => {
    const { source, tracks } = await join();
    source.replace({ video: PlainTrack.of('video'), audio: tracks.audio });
    await settle();
    expect(centre.inputsOf('line:send')).toHaveLength(2);
    source.replace({ audio: tracks.audio });
    await settle();
    expect(centre.inputsOf('line:stop-sending')).toHaveLength(1);
    source.replace({ video: PlainTrack.of('video'), audio: tracks.audio });
    await settle();
    expect(centre.inputsOf('line:send')).toHaveLength(3);
  });

  it('gives the pictures up for the sound’s sake, and gets them back', async () => {
    const { heard } = await join();
    line.followPictures(false);
    await settle();
    expect(centre.inputsOf('line:stop-receiving')[0]!['consumerIds']).toHaveLength(3);
    line.followPictures(true);
    await wait();
    expect(heard).toHaveLength(2);
    expect(centre.inputsOf('line:resume').at(-1)!['consumerIds']).toHaveLength(5);
  });

  it('asks for a layer once a line, again on the next one', async () => {
    await join();
    line.preferLayer('MAIN', 0);
    line.preferLayer('MAIN', 0);
    await settle();
    expect(centre.inputsOf('line:prefer-layer')).toHaveLength(1);
    centre.closeLine({ isTakenOver: false });
    await wait();
    expect(centre.inputsOf('line:prefer-layer')).toHaveLength(2);
  });

  it('looks into one hall, waits for it to send, and lets go', async () => {
    open();
    await settle();
    centre.troubles.set('line:receive-source', ['SOURCE_NOT_SENDING']);
    const tracks: unknown[] = [];
    const stop = line.watchSource('hall', (heard) => tracks.push(heard));
    await vi.advanceTimersByTimeAsync(2_500);
    expect(tracks).toHaveLength(1);
    stop();
    await settle();
    expect(centre.inputsOf('line:stop-receiving')).toHaveLength(1);
  });

  it('asks again when a request to let the programme flow, or for a layer, was lost', async () => {
    centre.troubles.set('line:resume', ['SILENCE']);
    centre.troubles.set('line:prefer-layer', ['SILENCE']);
    await join();
    line.preferLayer('MAIN', 0);
    await wait();
    expect(centre.inputsOf('line:resume')).toHaveLength(2);
    expect(centre.inputsOf('line:prefer-layer')).toHaveLength(2);
    expect(centre.inputsOf('line:receive-programme')).toHaveLength(1);
  });

  it('asks again when a request to give the pictures up was lost', async () => {
    await join();
    centre.troubles.set('line:stop-receiving', ['SILENCE']);
    line.followPictures(false);
    await wait();
    const asked = centre.inputsOf('line:stop-receiving').map(({ consumerIds }) => consumerIds);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);
  });

  it('asks again when a request to let a looked-at hall flow was lost', async () => {
    open();
    await settle();
    centre.troubles.set('line:resume', ['SILENCE']);
    line.watchSource('hall', () => {});
    await vi.advanceTimersByTimeAsync(2_500);
    expect(centre.inputsOf('line:resume')).toHaveLength(2);
    expect(centre.inputsOf('line:receive-source')).toHaveLength(1);
  });
});
