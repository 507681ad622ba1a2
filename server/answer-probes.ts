/** Answers the supervisor's probes over IPC: a process whose event loop stands still stays silent. */
export function answerProbes(): void {
  process.on('message', (message: { type?: unknown } | null) => {
    if (message?.type === 'probe') process.send?.({ type: 'alive' });
  });
}
