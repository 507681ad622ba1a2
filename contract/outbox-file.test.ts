import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutboxFile } from './outbox-file.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2 } from './primitives.ts';

function entry(id = EXAMPLE_ID) {
  return {
    id,
    siteId: EXAMPLE_ID_2,
    sessionId: EXAMPLE_ID_2,
    state: 'RECORDED',
    label: 'Nguyễn Văn An',
    event: {
      id,
      subject: { kind: 'DELEGATE', delegateId: EXAMPLE_ID_2 },
      kind: 'PRESENT',
      method: 'QR',
      happenedAt: '2026-12-01T00:45:12.120Z',
      deviceAt: '2026-12-01T00:45:10.020Z',
      detail: {},
    },
  };
}

const file = (entries: unknown[]) =>
  JSON.stringify({
    kind: 'diem-cau-outbox',
    siteCode: 'HN-001',
    siteName: 'Điểm cầu Quận Ba Đình',
    madeAt: '2026-12-01T04:00:00.000Z',
    entries,
  });

describe('readOutboxFile', () => {
  const idsOf = (text: string) => {
    const read = readOutboxFile(text);
    return read.kind === 'read' ? read.entries.map(({ id }) => id) : read.kind;
  };

  it('reads the check-ins in their order', () => {
    const text = file([entry(EXAMPLE_ID_2), entry(EXAMPLE_ID)]);
    expect(readOutboxFile(text)).toMatchObject({ siteCode: 'HN-001', damagedCount: 0 });
    expect(idsOf(text)).toEqual([EXAMPLE_ID_2, EXAMPLE_ID]);
  });

  it('puts an undo behind what it takes back, and stands chains that lead nowhere', () => {
    const undo = (id: string, undoesId: string) => {
      const one = entry(id);
      return { ...one, event: { ...one.event, kind: 'UNDO', undoesId } };
    };
    const [a, b, c] = [EXAMPLE_ID, EXAMPLE_ID_2, '01980a4e-7c00-7000-8000-000000000003'];
    expect(idsOf(file([undo(c, b), undo(b, a), entry(a)]))).toEqual([a, b, c]);
    expect(idsOf(file([undo(c, b), undo(b, c)]))).toHaveLength(2);
    expect(idsOf(file([undo(c, c), undo(b, a)]))).toEqual([c, b]);
  });

  it('leaves out what is no check-in, and says how many', () => {
    const foreign = { ...entry(), id: EXAMPLE_ID_2 };
    const read = readOutboxFile(file([entry(), foreign, { id: 'x' }, null]));
    expect(read).toMatchObject({ kind: 'read', damagedCount: 3 });
  });

  it('tells a wrong file from one that is damaged and from one without check-ins', () => {
    expect(readOutboxFile('PK\u0003\u0004').kind).toBe('other-file');
    expect(readOutboxFile('{"kind":"something else"}').kind).toBe('other-file');
    expect(readOutboxFile('[]').kind).toBe('other-file');
    expect(readOutboxFile(file([entry()]).slice(0, 300)).kind).toBe('damaged');
    expect(readOutboxFile(file([1, 2])).kind).toBe('damaged');
    expect(readOutboxFile(file([])).kind).toBe('empty');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readOutboxFile(text)));
    fc.assert(fc.property(fc.json(), (text) => void readOutboxFile(text)));
  });
});
