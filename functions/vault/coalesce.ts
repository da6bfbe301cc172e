/**
 * Lets at most one load per key be under way: whoever asks meanwhile gets the same promise. A load
 * leaves the table one turn of the event loop after it settles, so that everyone who waited has put
 * the result into their cache before anyone could start it again.
 */
export function coalesce<Value>(
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const underWay = new Map<string, Promise<Value>>();
  return (key) => {
    const existing = underWay.get(key);
    if (existing !== undefined) return existing;
    const started = load(key);
    underWay.set(key, started);
    const forget = (): void => {
      setImmediate(() => underWay.delete(key));
    };
    started.then(forget, forget);
    return started;
  };
}
