import type { SimulatedDoor } from './simulated-door.ts';

export interface ArrivalLoopParts {
  /** Doors that have joined so far; more may be added while it runs. */
  doors: readonly SimulatedDoor[];
  /** Most events recorded in a second, over all doors. */
  eventsPerSecond: number;
  nowMs(): number;
}

/** Commands under way at once: enough to keep the rate, few enough to leave the machine alone. */
const MAX_IN_FLIGHT = 24;
/** Most people through one door in one step: a queue moves, it does not jump. */
const MAX_PER_DOOR = 3;

/**
 * Paces all doors: each `step` lets people in as the plan and the rate allow, and sends what waits.
 * It never waits for the centre: while commands are unanswered fewer are sent, not more.
 */
export class ArrivalLoop {
  readonly #parts: ArrivalLoopParts;
  #allowance = 0;
  #lastStepMs: number;
  #firstDoor = 0;
  #inFlight = 0;
  #recorded = 0;
  #failures = 0;

  constructor(parts: ArrivalLoopParts) {
    this.#parts = parts;
    this.#lastStepMs = parts.nowMs();
  }

  /** People let in so far, and deliveries that got no answer and were tried again. */
  get counts(): { recorded: number; failures: number } {
    return { recorded: this.#recorded, failures: this.#failures };
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** One step of the clock; call it a few times a second. */
  step(): void {
    const { doors, eventsPerSecond, nowMs } = this.#parts;
    const now = nowMs();
    const elapsedMs = Math.max(0, now - this.#lastStepMs);
    this.#lastStepMs = now;
    // At most one second's worth is carried over, so that a pause is not followed by a flood.
    this.#allowance = Math.min(
      eventsPerSecond,
      this.#allowance + (eventsPerSecond * elapsedMs) / 1000,
    );
    // Another door is first in each step: when the rate is the limit, all queues move alike.
    this.#firstDoor = doors.length === 0 ? 0 : (this.#firstDoor + 97) % doors.length;
    for (let index = 0; index < doors.length; index += 1) {
      this.#serve(doors[(this.#firstDoor + index) % doors.length]!, now);
    }
  }

  #serve(door: SimulatedDoor, nowMs: number): void {
    const limit = Math.min(MAX_PER_DOOR, Math.floor(this.#allowance));
    const recorded = limit > 0 ? door.record(nowMs, limit) : 0;
    this.#allowance -= recorded;
    this.#recorded += recorded;
    if (this.#inFlight >= MAX_IN_FLIGHT || !door.hasWork(nowMs)) return;
    this.#inFlight += 1;
    void door.deliver(nowMs).then((outcome) => {
      this.#inFlight -= 1;
      if (outcome === 'failed') this.#failures += 1;
    });
  }
}
