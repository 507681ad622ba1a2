// How the terminal is told what happens: each finished step with the time it took.
const startedAt = Number(process.env.DIEM_CAU_STARTED_AT ?? Date.now());

// Whoever read the output may have gone (a closed terminal, `| head`): the work goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** A failure whose message is already the one clear line for people. */
export class ClearError extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`          ${line}\n`);
}

/**
 * Runs a step and reports it with its time; a text that it answers completes the line.
 * @template T
 * @param {string} name
 * @param {() => Promise<T> | T} run
 * @returns {Promise<T>}
 */
export async function step(name, run) {
  const from = Date.now();
  const result = await run();
  const seconds = ((Date.now() - from) / 1000).toFixed(1).padStart(7);
  const detail = typeof result === 'string' ? `: ${result}` : '';
  process.stdout.write(`${seconds} s ${name}${detail}\n`);
  return result;
}

/** Seconds since `npm start` was entered. */
export function secondsSinceStart() {
  return (Date.now() - startedAt) / 1000;
}

/** For the environment of the program that goes on: its times count from the same moment. */
export function reportEnvironment() {
  return { DIEM_CAU_STARTED_AT: String(startedAt) };
}

/**
 * Ends the program with one clear line.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  const isClear =
    error instanceof ClearError || typeof (/** @type {any} */ (error)?.code) === 'string';
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n✗ ${message}\n`);
  if (!isClear && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(error instanceof ClearError ? error.exitCode : 1);
}
