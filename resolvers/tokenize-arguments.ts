import type { TokenizeArguments } from '../functions/vault/event.ts';
import type { TokenizeInput } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function tokenizeArguments(input: TokenizeInput): TokenizeArguments {
  return {
    dataClass: input.dataClass,
    customClass: input.customClass ?? null,
    plaintext: input.plaintext,
    format: input.format ?? null,
    deterministic: input.deterministic ?? null,
    expiresAt: input.expiresAt ?? null,
    maxUses: input.maxUses ?? null,
    metadata: input.metadata ?? null,
    idempotencyKey: input.idempotencyKey ?? null,
  };
}
