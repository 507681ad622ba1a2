/** The hall or the unit that a row names, with the doubts about it. */
import type { Directory, DirectoryEntry } from './directory.ts';
import type { RowScribe } from './row-scribe.ts';

type Noun = 'SITE' | 'UNIT';

const FIELDS = {
  SITE: { code: 'siteCode', name: 'siteName' },
  UNIT: { code: 'unitCode', name: 'unitName' },
} as const;

/**
 * A hall is required (an unknown one refuses the row), a unit is not. A similar name is only a
 * suggestion until the organiser takes it.
 */
export function findReference(
  scribe: RowScribe,
  options: { directory: Directory; noun: Noun },
): DirectoryEntry | null {
  const { directory, noun } = options;
  const fields = FIELDS[noun];
  const code = scribe.text(fields.code);
  const name = scribe.text(fields.name);
  const column =
    scribe.column(name === '' ? fields.code : fields.name) ?? scribe.column(fields.code);
  const details = { column, value: name || code };
  const answer = directory.find({ code, name });
  switch (answer.kind) {
    case 'found':
      return answer.entry;
    case 'empty':
      if (noun === 'SITE') scribe.doubt('SITE_MISSING', details);
      return null;
    case 'unknown':
      scribe.doubt(`${noun}_UNKNOWN`, details);
      return null;
    case 'ambiguous':
      scribe.doubt(`${noun}_AMBIGUOUS`, {
        ...details,
        suggestion: answer.entries.map((entry) => entry.code).join(', '),
      });
      return null;
    case 'similar':
      return takeSimilar(scribe, noun, { ...details, entry: answer.entry });
    case 'differ':
      return takeByCode(scribe, noun, { ...details, byCode: answer.byCode, byName: answer.byName });
  }
}

function takeSimilar(
  scribe: RowScribe,
  noun: Noun,
  found: { column: number | null; value: string; entry: DirectoryEntry },
): DirectoryEntry | null {
  const { column, value, entry } = found;
  const decision = scribe.doubt(`${noun}_SIMILAR`, { column, value, suggestion: label(entry) });
  // A row cannot keep a hall that does not exist: keeping leaves it without one, which refuses it.
  if (decision === 'KEEP' && noun === 'SITE') scribe.doubt('SITE_UNKNOWN', { column, value });
  return decision === 'SUGGESTION' ? entry : null;
}

/** Suggestion: the entry that the code means; keep: the one that the name means. */
function takeByCode(
  scribe: RowScribe,
  noun: Noun,
  found: { column: number | null; value: string; byCode: DirectoryEntry; byName: DirectoryEntry },
): DirectoryEntry {
  const { column, value, byCode, byName } = found;
  const decision = scribe.doubt(`${noun}_CODE_NAME_DIFFER`, {
    column,
    value,
    suggestion: label(byCode),
  });
  return decision === 'KEEP' ? byName : byCode;
}

function label(entry: DirectoryEntry): string {
  return `${entry.name} (${entry.code})`;
}
