import { createCharge } from './charge.ts';

const charge = createCharge(process.env);

/** The charge function's entry point. Only the vault may invoke it, and it waits for the answer. */
export function handler(event: unknown) {
  return charge(event);
}
