import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Without these nothing can be composed; Debian's package has them. */
const NEEDED = { '-encoders': 'libx264', '-filters': 'drawtext' };

/**
 * The ffmpeg of this machine, when it can do what is needed.
 * @param program a name or a path
 * @returns null when it is not installed, or lacks the H.264 encoder or the filter for words
 */
export async function findFfmpeg(program = 'ffmpeg'): Promise<string | null> {
  try {
    for (const [list, name] of Object.entries(NEEDED)) {
      const asked = [program, ['-hide_banner', list], { timeout: 10_000 }] as const;
      if (!(await promisify(execFile)(...asked)).stdout.includes(name)) return null;
    }
    return program;
  } catch {
    return null;
  }
}
