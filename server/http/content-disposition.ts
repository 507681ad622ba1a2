import { foldKey } from '#domain/text/fold.ts';

/** What file systems and shells refuse, or take for something else. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|]+/gu;
const MOST_CHARACTERS = 150;

/**
 * A name for a downloaded file, in Vietnamese where the browser understands it (RFC 6266, RFC 5987), and
 * beside it one in plain letters for everything else.
 */
export function attachment(name: string, extension: string): string {
  const whole = name.normalize('NFC').replace(FORBIDDEN, ' ').replace(/\s+/g, ' ').trim();
  const short = [...whole].slice(0, MOST_CHARACTERS).join('').trim() || 'tep';
  const plain =
    foldKey(short)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'tep';
  const encoded = encodeURIComponent(`${short}.${extension}`).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}.${extension}"; filename*=UTF-8''${encoded}`;
}
