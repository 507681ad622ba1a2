import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { LineFacts } from '../media-link/media-port.ts';
import { LineBook } from './line-book.ts';

function line(lineId: string = randomUUID()): LineFacts {
  const place = { lineId, sessionId: 'session', siteId: 'site', owner: 'device:one' };
  return { ...place, canSend: true, isConnected: true };
}

it('tells which lines the node has lost, but for those that were opened since it was asked', () => {
  const book = new LineBook();
  const [kept, lost, fresh] = [line('kept'), line('lost'), line('fresh')];
  book.enter(kept);
  book.enter(lost);
  const mark = book.mark();
  book.enter(fresh);
  expect(book.adopt([kept], mark).map(({ lineId }) => lineId)).toEqual(['lost']);
  expect(book.find('fresh')).not.toBeNull();
});

it('does not bring back a line that was closed while the node answered', () => {
  const book = new LineBook();
  const [ended, opened] = [line('ended'), line('opened')];
  book.enter(ended);
  const mark = book.mark();
  book.strike('ended');
  book.enter(opened);
  book.strike('opened');
  expect(book.adopt([ended, opened], mark)).toEqual([]);
  expect(book.linesWhere(() => true)).toEqual([]);
});

it('brings back a line that was opened anew under its id, and at the next time everything', () => {
  const book = new LineBook();
  const mark = book.mark();
  book.strike('again');
  book.enter(line('again'));
  book.adopt([line('again')], mark);
  expect(book.find('again')).not.toBeNull();
  book.strike('again');
  book.adopt([line('again')], book.mark());
  expect(book.find('again')).not.toBeNull();
});
