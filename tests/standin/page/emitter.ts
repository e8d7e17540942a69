export type Listener = (...args: unknown[]) => void;
type Kept = { listener: Listener; call: Listener };

/** As much of Node's EventEmitter as a sandboxed preload gets. */
export class PageEmitter {
  private readonly kept = new Map<string, Kept[]>();

  on(name: string, listener: Listener): this {
    return this.keep(name, { listener, call: listener });
  }

  once(name: string, listener: Listener): this {
    const call = (...args: unknown[]): void => {
      this.off(name, listener);
      listener(...args);
    };
    return this.keep(name, { listener, call });
  }

  off(name: string, listener: Listener): this {
    const all = this.kept.get(name) ?? [];
    const index = all.findLastIndex((one) => one.listener === listener);
    if (index >= 0) all.splice(index, 1);
    return this;
  }

  addListener(name: string, listener: Listener): this {
    return this.on(name, listener);
  }

  removeListener(name: string, listener: Listener): this {
    return this.off(name, listener);
  }

  removeAllListeners(name?: string): this {
    if (name === undefined) this.kept.clear();
    else this.kept.delete(name);
    return this;
  }

  /** Answers whether anybody listens. */
  emit(name: string, ...args: unknown[]): boolean {
    const all = [...(this.kept.get(name) ?? [])];
    for (const { call } of all) call(...args);
    return all.length > 0;
  }

  private keep(name: string, one: Kept): this {
    if (typeof one.listener !== 'function') throw new TypeError('The "listener" argument must be of type function.');
    const all = this.kept.get(name) ?? [];
    this.kept.set(name, [...all, one]);
    return this;
  }
}
