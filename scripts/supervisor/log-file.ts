import fs from 'node:fs';
import path from 'node:path';

const LARGEST_BYTES = 20 * 1024 * 1024;
const KEPT_FILES = 5;

/**
 * A program's output in the data folder. The program writes straight into the file, so its lines are
 * there even when the supervisor is killed; the file is cut by copying it away and emptying it.
 */
export class LogFile {
  readonly path: string;
  readonly #isShown: boolean;

  constructor(options: { folder: string; name: string; isShown: boolean }) {
    this.path = path.join(options.folder, `${options.name}.log`);
    this.#isShown = options.isShown;
    fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** For `stdio` of a child: a file number, or the terminal when logs are shown there. */
  open(): number | 'inherit' {
    return this.#isShown ? 'inherit' : fs.openSync(this.path, 'a', 0o600);
  }

  close(output: number | 'inherit'): void {
    if (output !== 'inherit') fs.closeSync(output);
  }

  /** Keeps the last files when this one has grown too large; call it now and then. */
  rotate(): void {
    if (!fs.existsSync(this.path) || fs.statSync(this.path).size < LARGEST_BYTES) return;
    for (let age = KEPT_FILES - 1; age >= 1; age--) {
      if (fs.existsSync(`${this.path}.${age}`)) {
        fs.renameSync(`${this.path}.${age}`, `${this.path}.${age + 1}`);
      }
    }
    try {
      fs.copyFileSync(this.path, `${this.path}.1`);
    } catch {
      // On a full disk its lines are worth less than the room that they take.
      fs.rmSync(`${this.path}.1`, { force: true });
    }
    fs.truncateSync(this.path);
  }
}
