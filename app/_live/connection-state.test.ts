import { describe, expect, it } from 'vitest';
import { nextConnectionState, type ConnectionState } from './connection-state.ts';

const refusal = { message: 'vi', messageEn: 'en' };

describe('nextConnectionState', () => {
  it('remembers since when the line is gone, through all attempts', () => {
    const lost = nextConnectionState({ kind: 'connected' }, { kind: 'lost', atMs: 5 });
    expect(lost).toEqual({ kind: 'reconnecting', sinceMs: 5 });
    expect(nextConnectionState(lost, { kind: 'lost', atMs: 9 })).toBe(lost);
    expect(nextConnectionState(lost, { kind: 'opened' })).toEqual({ kind: 'connected' });
  });

  it('keeps connecting while the first attempts fail', () => {
    const state: ConnectionState = { kind: 'connecting' };
    expect(nextConnectionState(state, { kind: 'lost', atMs: 1 })).toBe(state);
  });

  it('asks for a reload, for good, when the centre speaks a newer protocol', () => {
    const outdated = nextConnectionState(
      { kind: 'connecting' },
      { kind: 'refused', code: 'PROTOCOL_MISMATCH', ...refusal },
    );
    expect(outdated).toEqual({ kind: 'outdated' });
    expect(nextConnectionState(outdated, { kind: 'opened' })).toBe(outdated);
  });

  it('says why the centre refused', () => {
    const state = nextConnectionState(
      { kind: 'reconnecting', sinceMs: 1 },
      { kind: 'refused', code: 'DEVICE_REVOKED', ...refusal },
    );
    expect(state).toEqual({ kind: 'refused', code: 'DEVICE_REVOKED', ...refusal });
  });
});
