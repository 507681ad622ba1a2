/** Something that changes outside of React and can be watched. `read` gives the same value until it changes. */
export interface Store<T> {
  watch: (onChange: () => void) => () => void;
  read: () => T;
}

/** A value with watchers, for classes to hold. */
export class Value<T> implements Store<T> {
  readonly #watchers = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly read = (): T => this.#value;

  readonly watch = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  set(value: T): void {
    if (value === this.#value) return;
    this.#value = value;
    for (const watcher of this.#watchers) watcher();
  }
}
