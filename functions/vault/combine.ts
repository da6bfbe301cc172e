import { settle } from './outcome.ts';

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Does requests of the same key together: those that come while others are under way wait for them
 * and then go as one. `work` answers as many results, in order; if it fails, it fails for all.
 */
export function createCombiner<Request, Result>(
  work: (key: string, requests: readonly Request[]) => Promise<readonly Result[]>,
): (key: string, request: Request) => Promise<Result> {
  const waiting = new Map<string, Waiting<Request, Result>[]>();
  const run = async (key: string): Promise<void> => {
    for (let all = waiting.get(key) ?? []; all.length > 0; all = waiting.get(key) ?? []) {
      waiting.set(key, []);
      const together = all;
      const done = await settle(() =>
        work(
          key,
          together.map(({ request }) => request),
        ),
      );
      together.forEach(({ resolve, reject }, index) => {
        if ('failure' in done) reject(done.failure);
        else resolve(done.value[index] as Result);
      });
    }
    waiting.delete(key);
  };
  return (key, request) =>
    new Promise((resolve, reject) => {
      const own = { request, resolve, reject };
      const others = waiting.get(key);
      if (others !== undefined) {
        others.push(own);
        return;
      }
      waiting.set(key, [own]);
      void run(key);
    });
}
