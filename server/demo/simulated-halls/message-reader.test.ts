import { describe, expect, it, vi } from 'vitest';
import { MessageReader } from './message-reader.ts';

const message = { messageId: 'm-1', text: 'Đề nghị bật micro.', sentAt: '2026-11-20T01:00:00Z' };

describe('whoever reads the messages of a simulated hall', () => {
  it('says once that each was seen, however often it is shown', async () => {
    const see = vi.fn(async () => ({}));
    const reader = new MessageReader({ see, signal: new AbortController().signal, readingMs });
    reader.look({ messages: [message] });
    reader.look({ messages: [message, { ...message, messageId: 'm-2' }] });
    await vi.waitFor(() => expect(see).toHaveBeenCalledTimes(2));
    expect(see.mock.calls).toEqual([['m-1'], ['m-2']]);
  });

  it('reads again, once the line is back, what could not be answered', async () => {
    const see = vi.fn(async () => ({})).mockRejectedValueOnce(new Error('no line'));
    const reader = new MessageReader({ see, signal: new AbortController().signal, readingMs });
    reader.look({ messages: [message] });
    await vi.waitFor(() => {
      reader.look({ messages: [message] });
      expect(see).toHaveBeenCalledTimes(2);
    });
  });

  it('answers nothing any more after its hall has closed', async () => {
    const see = vi.fn(async () => ({}));
    const end = new AbortController();
    const reader = new MessageReader({ see, signal: end.signal, readingMs });
    reader.look({ messages: [message] });
    end.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(see).not.toHaveBeenCalled();
  });
});

function readingMs(): number {
  return 1;
}
