import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Filters and formats without which nothing can be composed; Debian's package has them. */
const NEEDED = ['libx264'];

/**
 * The ffmpeg of this machine, when it can do what is needed.
 * @param program a name or a path
 * @returns null when it is not installed, or lacks the H.264 encoder
 */
export async function findFfmpeg(program = 'ffmpeg'): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, ['-hide_banner', '-encoders'], {
      timeout: 10_000,
    });
    return NEEDED.every((name) => stdout.includes(name)) ? program : null;
  } catch {
    return null;
  }
}
