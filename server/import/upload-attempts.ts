/**
 * The connections that bring a file of the same job at this moment: a browser sends again while the
 * server still waits for its dead connection. The first that brings it whole wins.
 */
export class UploadAttempts {
  readonly #running = new Map<string, Set<symbol>>();

  begin(jobId: string): symbol {
    const attempt = Symbol('attempt');
    const running = this.#running.get(jobId) ?? new Set();
    this.#running.set(jobId, running.add(attempt));
    return attempt;
  }

  /** @returns false when another one has brought the file since this one began */
  win(jobId: string, attempt: symbol): boolean {
    return this.#running.get(jobId)?.has(attempt) === true && this.#running.delete(jobId);
  }

  /** @returns whether the job is lost with it: no other one runs, and none has brought the file */
  lose(jobId: string, attempt: symbol): boolean {
    const running = this.#running.get(jobId);
    if (!running?.delete(attempt) || running.size > 0) return false;
    return this.#running.delete(jobId);
  }
}
