import type { Operation } from '../../functions/vault/event.ts';
import type { AuditEventFilter } from '../generated/operations.ts';
import { textIn } from '../sign-in/form-text.ts';

/** What the trail may be asked by. The watch writes findings. */
export const OPERATIONS = [
  'tokenize',
  'tokenizeBatch',
  'token',
  'knownToken',
  'detokenize',
  'detokenizeBatch',
  'release',
  'charge',
  'revokeToken',
  'restoreToken',
  'eraseToken',
  'requestApproval',
  'decideApproval',
  'revokeApproval',
  'approvals',
  'budgets',
  'setBudget',
  'seedHoneyToken',
  'rotateKeys',
  'startRewrap',
  'rewrapStatus',
  'createTenant',
  'eraseTenant',
  'tenants',
  'auditEvents',
  'auditProof',
  'checkpoints',
  'me',
  'watch',
] as const satisfies readonly (Operation | 'watch')[];

export const OUTCOMES = [
  'OK',
  'PARTIAL',
  'ANOMALY',
  'NOT_AUTHORIZED',
  'PURPOSE_NOT_ALLOWED',
  'TOKEN_NOT_FOUND',
  'BUDGET_EXCEEDED',
  'APPROVAL_REQUIRED',
  'INVALID_INPUT',
  'INVALID_PLAINTEXT',
  'TENANT_REQUIRED',
  'ALREADY_USED',
  'IDEMPOTENCY_CONFLICT',
  'TEMPORARILY_UNAVAILABLE',
  'INTERNAL',
] as const;

export const PERIODS = [
  ['24', 'The last day'],
  ['1', 'The last hour'],
  ['168', 'The last 7 days'],
  ['744', 'The last 31 days'],
] as const;

const HOUR_MS = 3_600_000;

/** The question of a form; what is left open is left out. `to` fixes what later pages go on with. */
export function filterIn(form: FormData, now: Date): AuditEventFilter {
  const chosen = ['operation', 'code', 'actor'].flatMap((name) => {
    const text = textIn(form, name).trim();
    return text === '' ? [] : [[name, text] as const];
  });
  return { ...lastHours(Number(textIn(form, 'hours')), now), ...Object.fromEntries(chosen) };
}

export function lastHours(hours: number, now: Date): { from: string; to: string } {
  const from = new Date(now.getTime() - hours * HOUR_MS).toISOString();
  return { from, to: now.toISOString() };
}
