/** Tells the supervisor, and whoever reads the log, why a node cannot run. */
export function failToRun(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.send?.({ type: 'failed', message });
  console.error(message);
  process.exit(1);
}
