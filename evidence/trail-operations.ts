import type { VaultEvent } from '../functions/vault/event.ts';
import { send, VAULT_OPERATIONS } from '../test/support/vault-operations.ts';
import { ask, PAYMENT, SUPPORT, TOKENIZER, tokenized, user } from '../test/support/vault.ts';
import type { Answer, RunningVault } from '../test/support/vault.ts';
import { censusOf } from './key-store-census.ts';
import type { KeyStoreRowKind } from './key-inventory.ts';

/** Made-up values that are tokenized, released and sent where they do not belong, and then sought. */
export const CANARIES = {
  pan: '4000056655665556',
  ssn: '841573926',
  email: 'canary.evidence@private.example',
  text: 'The quick evidence canary sang twice at noon',
  refused: '6011000990139424',
} as const;

const VALUES = [
  ['PAN', CANARIES.pan, 'PAYMENT'],
  ['SSN', CANARIES.ssn, 'FRAUD_REVIEW'],
  ['EMAIL', CANARIES.email, 'CUSTOMER_SUPPORT'],
  ['TEXT', CANARIES.text, 'CUSTOMER_SUPPORT'],
] as const;

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const NOBODY = user([], 'acme', 'nobody-1');

/** Each operation of the vault once, as the suites of faults and costs use it. */
async function useAll(answer: Answer): Promise<void> {
  for (const { operation, prepare } of VAULT_OPERATIONS) {
    await send(answer, operation, await prepare(answer));
  }
}

async function releaseValues(answer: Answer): Promise<void> {
  for (const [dataClass, plaintext, purpose] of VALUES) {
    const { token } = await tokenized(answer, dataClass, plaintext);
    await ask(answer, 'token', SUPPORT, { token });
    const { error } = await ask(answer, 'release', PAYMENT, { token, purpose });
    if (error !== undefined) throw new Error(`Not released: ${error.code}`);
  }
}

/** A value in each place that a caller fills, by callers who may and who may not. */
async function misplaceValue(answer: Answer): Promise<void> {
  const { refused } = CANARIES;
  const value = { dataClass: 'TEXT', plaintext: 'note' };
  const sent: [VaultEvent['operation'], VaultEvent['identity'], object][] = [
    ['token', PAYMENT, { token: refused }],
    ['release', PAYMENT, { token: refused, purpose: refused }],
    ['detokenize', TOKENIZER, { input: { token: refused, purpose: 'PAYMENT' } }],
    ['tokenize', TOKENIZER, { input: { dataClass: refused, plaintext: refused } }],
    ['tokenize', TOKENIZER, { input: { ...value, idempotencyKey: refused } }],
    ['tokenize', TOKENIZER, { input: { ...value, metadata: [{ key: 'k', value: refused }] } }],
    ['tokenize', NOBODY, { input: { dataClass: 'PAN', plaintext: refused } }],
  ];
  for (const [operation, identity, received] of sent) {
    await ask(answer, operation, identity, received);
  }
}

/** Tenants and keys, with a look at the key store before and after a rotation. */
async function administer(vault: RunningVault): Promise<KeyStoreRowKind[]> {
  const admin = vault.startKeyAdmin();
  await ask(admin, 'createTenant', ADMIN, { input: { tenant: 'initech' } });
  await ask(admin, 'tenants', ADMIN, {});
  const before = await vault.items('KEY_STORE_TABLE');
  await ask(admin, 'rotateKeys', ADMIN, { input: {} });
  const census = censusOf(before, await vault.items('KEY_STORE_TABLE'));
  await ask(admin, 'eraseTenant', ADMIN, { input: { tenant: 'initech' } });
  return census;
}

/** Has a vault do all that it can do, allowed and refused. Gives what rows its key store then held. */
export async function operateVault(vault: RunningVault): Promise<KeyStoreRowKind[]> {
  const answer = vault.start();
  await releaseValues(answer);
  await misplaceValue(answer);
  await useAll(answer);
  return administer(vault);
}
