import type { MetricName } from '../../functions/vault/metrics.ts';
import type { VaultOperation } from './vault-operations.ts';
import { codesOf, send } from './vault-operations.ts';
import { isEveryday } from './vault.ts';
import type { Answer, Reply, RunningVault } from './vault.ts';
import type { Fate, Passage, WireTap } from './wire-tap.ts';

/** What the vault asks KMS for; the first three it asks the key store for, too. */
export const KEY_USES = [
  'beacon key',
  'active branch key',
  'branch key version',
  'receipt',
] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** What KMS or DynamoDB may do to a request for a key, with what it would really say. */
export interface KeyFault {
  readonly fate: Fate;
  /** Whether the SDK asks again. */
  readonly isRetried: boolean;
  /** What counts it when it lasts, and what that names as the fault. */
  readonly metric: MetricName;
  readonly fault: string;
}

const refusal = (type: string, metric: MetricName): KeyFault => ({
  fate: { status: 400, type },
  isRetried: false,
  metric,
  fault: type,
});

const outage = (type: string, status = 400): KeyFault => ({
  fate: { status, type },
  isRetried: true,
  metric: 'Unavailable',
  fault: type,
});

const broken = (fate: Fate, fault = 'ECONNRESET'): KeyFault => ({
  fate,
  isRetried: true,
  metric: 'Unavailable',
  fault,
});

const ON_THE_WAY: Readonly<Record<string, KeyFault>> = {
  'a broken connection': broken('cut'),
  'a lost answer': broken('lose-answer'),
};

export const SILENCE = broken('hang', 'ETIMEDOUT');

export const KMS_FAULTS: Readonly<Record<string, KeyFault>> = {
  'denied access': refusal('AccessDeniedException', 'KeyUnavailable'),
  'a disabled key': refusal('DisabledException', 'KeyUnavailable'),
  'a key pending deletion': refusal('KMSInvalidStateException', 'KeyUnavailable'),
  'a key that is gone': refusal('NotFoundException', 'KeyUnavailable'),
  throttling: outage('ThrottlingException'),
  'an internal error': outage('KMSInternalException', 500),
  'an unavailable service': outage('ServiceUnavailableException', 503),
  'a slow dependency': outage('DependencyTimeoutException', 503),
  ...ON_THE_WAY,
};

export const KEY_STORE_FAULTS: Readonly<Record<string, KeyFault>> = {
  'denied access': refusal('AccessDeniedException', 'TableUnavailable'),
  'a table that is gone': refusal('ResourceNotFoundException', 'TableUnavailable'),
  throttling: outage('ProvisionedThroughputExceededException'),
  'a request limit': outage('RequestLimitExceeded'),
  'an internal error': outage('InternalServerError', 500),
  ...ON_THE_WAY,
};

interface KeyRequest {
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly TableName?: string;
  readonly Key?: Readonly<Record<string, { readonly S: string }>>;
  readonly Message?: string;
}

function useOf(row: string): KeyUse | null {
  if (row === 'beacon:ACTIVE') return 'beacon key';
  if (row === 'branch:ACTIVE') return 'active branch key';
  return row.startsWith('branch:version:') ? 'branch key version' : null;
}

/** Whose key a request is for, and which; null if it is for none. */
function keyAsked({ operation, body }: Passage): { tenant: string; use: KeyUse | null } | null {
  if (!['Decrypt', 'GetItem', 'Sign'].includes(operation)) return null;
  const { EncryptionContext, Key, Message = '' } = JSON.parse(body) as KeyRequest;
  if (operation === 'Sign') {
    const stated = JSON.parse(Buffer.from(Message, 'base64').toString('utf8')) as {
      tenant: string;
    };
    return { tenant: stated.tenant, use: 'receipt' };
  }
  const id = EncryptionContext?.['branch-key-id'] ?? Key?.['branch-key-id']?.S;
  const row = EncryptionContext?.type ?? Key?.type?.S ?? '';
  return id === undefined ? null : { tenant: id.replace('tenant/', ''), use: useOf(row) };
}

/** An operation of a vault with cold caches that meets a fault where it asks for one key. */
export interface KeyCase {
  readonly operation: VaultOperation;
  readonly use: KeyUse;
  /** Of its own, so that the wire tells the cases apart. */
  readonly tenant: string;
}

/** How an operation went under a fault, and again in the same process when that was over. */
export interface KeyCourse {
  readonly name: string;
  readonly codes: readonly string[];
  /** How many requests for the key met the fault. */
  readonly met: number;
  /** Metrics that were counted meanwhile, each once, with the fault that they name. */
  readonly counted: readonly string[];
  readonly again: readonly string[];
  /** All that the vault said: replies and metrics. */
  readonly said: string;
}

/** The same vault for callers of another tenant. */
export function inTenant(answer: Answer, tenant: string): Answer {
  const moved = (event: unknown): unknown => {
    if (Array.isArray(event)) return event.map(moved);
    const { identity, ...others } = event as { identity: object };
    return { ...others, identity: { ...identity, tenant } };
  };
  return (event, requestId) => answer(moved(event), requestId);
}

const BESIDE_THE_METRIC = new Set(['_aws', 'requestId', 'fault']);

function countedIn(lines: readonly string[]): string[] {
  const counted = lines
    .filter((line) => !isEveryday(line))
    .map((line) => {
      const written = JSON.parse(line) as { readonly fault?: string };
      const names = Object.keys(written).filter((name) => !BESIDE_THE_METRIC.has(name));
      return `${names.join()}: ${written.fault ?? ''}`;
    });
  return [...new Set(counted)];
}

const distinct = (replies: readonly Reply[]) => [...new Set(codesOf(replies))];

interface Round {
  readonly vault: RunningVault;
  /** Knows the keys of all tenants already, and makes what the cases work on. */
  readonly warm: Answer;
  readonly wire: WireTap;
  readonly cases: readonly KeyCase[];
}

/** Sends each case through the fault, which the first `times` requests for its key meet. */
export async function runRound(
  { vault, warm, wire, cases }: Round,
  fate: Fate,
  times: number,
): Promise<KeyCourse[]> {
  const uses = new Map(cases.map(({ tenant, use }) => [tenant, use]));
  const met = new Map<string, number>();
  const started = await Promise.all(
    cases.map(async (one) => {
      const lines: string[] = [];
      const cold = vault.start({ write: (line) => lines.push(line) });
      const received = await one.operation.prepare(inTenant(warm, one.tenant));
      return { ...one, lines, received, answer: inTenant(cold, one.tenant) };
    }),
  );
  const sendAll = () =>
    Promise.all(
      started.map(({ operation, answer, received }) => send(answer, operation.operation, received)),
    );
  wire.decide((passage) => {
    const asked = keyAsked(passage);
    if (asked === null || asked.use !== uses.get(asked.tenant)) return 'pass';
    const before = met.get(asked.tenant) ?? 0;
    if (before >= times) return 'pass';
    met.set(asked.tenant, before + 1);
    return fate;
  });
  const first = await sendAll();
  wire.decide(null);
  const counted = started.map(({ lines }) => countedIn(lines));
  const again = await sendAll();
  return started.map(({ operation, use, tenant, lines }, at) => ({
    name: `${operation.name}, ${use}`,
    codes: distinct(first[at] ?? []),
    met: met.get(tenant) ?? 0,
    counted: counted[at] ?? [],
    again: distinct(again[at] ?? []),
    said: JSON.stringify([first[at], lines]),
  }));
}
