/** Gathers single items and hands them on in groups. */
export interface Batcher {
  /** The result for this item; `run` is the same for every item of one key. */
  add(key: string, item: unknown, maxSize: number, run: BatchRun): Promise<unknown>;
}

/** Answers one result per item, in order. */
export type BatchRun = (items: readonly unknown[]) => Promise<readonly unknown[]>;

interface Waiting {
  readonly item: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

interface Group {
  readonly run: BatchRun;
  readonly waiting: Waiting[];
}

/**
 * One batcher serves one GraphQL request. A group goes out when it is full or when nothing else
 * of the request can run before it: sibling fields reach their data source in one turn of the
 * event loop.
 */
export function createBatcher(): Batcher {
  const groups = new Map<string, Group>();
  const send = (key: string): void => {
    const group = groups.get(key);
    groups.delete(key);
    if (group !== undefined) void deliver(group);
  };
  return {
    add: (key, item, maxSize, run) =>
      new Promise((resolve, reject) => {
        const group = groups.get(key) ?? open(key);
        group.waiting.push({ item, resolve, reject });
        if (group.waiting.length >= maxSize) send(key);

        function open(name: string): Group {
          const opened: Group = { run, waiting: [] };
          groups.set(name, opened);
          setImmediate(() => {
            if (groups.get(name) === opened) send(name);
          });
          return opened;
        }
      }),
  };
}

async function deliver({ run, waiting }: Group): Promise<void> {
  try {
    const results = await run(waiting.map(({ item }) => item));
    waiting.forEach(({ resolve }, index) => {
      resolve(results[index] ?? null);
    });
  } catch (reason) {
    for (const { reject } of waiting) reject(reason);
  }
}
