import { asVaultError } from './errors.ts';
import type { VaultError } from './errors.ts';

/** What became of one item: a value, or the reason why there is none. */
export type Outcome<Value> = { readonly value: Value } | { readonly failure: VaultError };

/** Runs `work`; whatever it throws becomes the item's failure, so one item never fails another. */
export async function settle<Value>(work: () => Value | Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { failure: asVaultError(error) };
  }
}

/** As `settle`, for work that does not wait. */
export function settleNow<Value>(work: () => Value): Outcome<Value> {
  try {
    return { value: work() };
  } catch (error) {
    return { failure: asVaultError(error) };
  }
}
