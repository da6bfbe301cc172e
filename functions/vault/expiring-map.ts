/** A bounded map whose entries live for a while; the least recently used entry makes room. */
export interface ExpiringMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** Entries live `lifeMs` from when they were set, whether read or not. */
export function createExpiringMap<Value>(
  maxEntries: number,
  lifeMs: number,
  now: () => number,
): ExpiringMap<Value> {
  const entries = new Map<string, { value: Value; until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (entry.until <= now()) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value) {
      entries.delete(key);
      const oldest = entries.keys().next();
      if (entries.size >= maxEntries && oldest.done !== true) entries.delete(oldest.value);
      entries.set(key, { value, until: now() + lifeMs });
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
