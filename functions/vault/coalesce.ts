/**
 * Lets at most one load per key be under way: whoever asks meanwhile gets the same promise. A load
 * that has settled is forgotten before anyone who waited for it goes on. So a load puts its result
 * into the cache itself, and who misses it there, because others have used it up, starts another.
 */
export function coalesce<Value>(
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const underWay = new Map<string, Promise<Value>>();
  return (key) => {
    const existing = underWay.get(key);
    if (existing !== undefined) return existing;
    const started = load(key).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
}
