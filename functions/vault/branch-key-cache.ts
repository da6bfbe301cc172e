/** When a cached key has to be loaded again, whichever comes first. */
export interface CacheLimits {
  readonly maxEntries: number;
  readonly lifeMs: number;
  /** How often a key is used before it is loaded again. */
  readonly maxUses: number;
}

/** What can be overwritten with zeros. */
export interface Erasable {
  readonly secret: Buffer;
}

export interface KeyCache<Key extends Erasable> {
  /**
   * Calls `work` with the key of a row and counts one use; false if the key is not there, or no
   * longer. The key is lent for the call only.
   */
  use(row: string, work: (key: Key) => void): boolean;
  put(row: string, key: Key): void;
}

interface Entry<Key> {
  readonly key: Key;
  readonly until: number;
  uses: number;
}

/**
 * Keeps keys for a while and overwrites each with zeros when it leaves: used up, expired, replaced, or
 * the least recently used when there is no more room. That hurts nobody, because a key is lent only to
 * work that is done before anything else can run. An expired key that nobody asks for leaves when the
 * next one is put.
 */
export function createKeyCache<Key extends Erasable>(
  { maxEntries, lifeMs, maxUses }: CacheLimits,
  now: () => number,
): KeyCache<Key> {
  // In the order of their last use.
  const entries = new Map<string, Entry<Key>>();
  const evict = (row: string): void => {
    entries.get(row)?.key.secret.fill(0);
    entries.delete(row);
  };
  const makeRoom = (): void => {
    const time = now();
    for (const [row, { until }] of entries) if (until <= time) evict(row);
    const [oldest] = entries.keys();
    if (entries.size >= maxEntries && oldest !== undefined) evict(oldest);
  };
  return {
    use(row, work) {
      const entry = entries.get(row);
      if (entry === undefined) return false;
      if (entry.until <= now()) {
        evict(row);
        return false;
      }
      entries.delete(row);
      entries.set(row, entry);
      entry.uses += 1;
      try {
        work(entry.key);
      } finally {
        if (entry.uses >= maxUses) evict(row);
      }
      return true;
    },
    put(row, key) {
      evict(row);
      makeRoom();
      entries.set(row, { key, until: now() + lifeMs, uses: 0 });
    },
  };
}
