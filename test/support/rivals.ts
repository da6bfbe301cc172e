import type { Reply } from './vault.ts';

/** What a hundred got that asked at once. */
export interface Rivalry {
  readonly granted: number;
  readonly refused: readonly string[];
  /** How often somebody was told to try again, and did: each may have lost what he had taken. */
  readonly repeated: number;
}

/** Asks `count` times at once, each until there is an answer: a busy machine is no reason. */
export async function rival(count: number, ask: (at: number) => Promise<Reply>): Promise<Rivalry> {
  let repeated = 0;
  const untilAnswered = async (at: number): Promise<string> => {
    const { error } = await ask(at);
    if (error?.code !== 'TEMPORARILY_UNAVAILABLE') return error?.code ?? 'OK';
    repeated += 1;
    return untilAnswered(at);
  };
  const codes = await Promise.all(Array.from({ length: count }, (_, at) => untilAnswered(at)));
  const refused = codes.filter((code) => code !== 'OK');
  return { granted: count - refused.length, refused: [...new Set(refused)], repeated };
}

/** Never one more than allowed, and less only by what was lost on the way. */
export function expectExactly(allowed: number, { granted, repeated }: Rivalry): void {
  expect(granted).toBeLessThanOrEqual(allowed);
  expect(granted + repeated).toBeGreaterThanOrEqual(allowed);
}
