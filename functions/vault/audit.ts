import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';

import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { Item } from './attempt.ts';
import { eventKeys } from './audit-keys.ts';
import type { EventName } from './audit-keys.ts';
import type { Subject, Trail } from './call.ts';
import { VaultError } from './errors.ts';
import type { KeyLabel } from './keys.ts';
import { looksSensitive } from './metadata.ts';
import { faultOf } from './metrics.ts';
import type { Metrics } from './metrics.ts';

const MAX_SOURCE_IPS = 8;

type EventItem = Record<string, AttributeValue>;
type Items = readonly Item<unknown>[];

/** Writes the outcome of an attempt: of its items, or of the call as a whole if that was refused. */
export type WriteOutcome = (items: Items, refusal: VaultError | null) => Promise<void>;

/**
 * The audit trail: per call one ATTEMPT, durable before anything is done, and one OUTCOME, linked by
 * the attempt id. A closed schema: names that we chose, times, ids of ours, and nothing a caller
 * could write freely. A token appears only if it is one of the tenant's, else its HMAC.
 */
export interface Audit {
  /** @throws VaultError TEMPORARILY_UNAVAILABLE if the event was not written; so does the outcome */
  attempt(trail: Trail, items: Items): Promise<WriteOutcome>;
}

type Header = Omit<EventName, 'tenant'>;

function strings(values: readonly string[]): AttributeValue {
  return { L: values.map((value) => ({ S: value })) };
}

function textual(attributes: Readonly<Record<string, string | undefined>>): EventItem {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, { S: value ?? '' }]));
}

/** Without a zone (RFC 4007 §11): that is free text of the caller's choice. */
function isAddress(ip: unknown): ip is string {
  return typeof ip === 'string' && isIP(ip) > 0 && !ip.includes('%');
}

/** Of four groups of an IPv6 address a PAN can be made. */
function spellsNumber(ip: string): boolean {
  return isIP(ip) === 6 && looksSensitive(ip.replaceAll(':', ' '));
}

/** The last hop is the one that the caller could not make up. */
function hopsOf(sourceIps: readonly unknown[]): string[] {
  const hops = sourceIps.filter(isAddress).slice(-MAX_SOURCE_IPS);
  return hops.filter((ip, at) => at === hops.length - 1 || !spellsNumber(ip));
}

function whoOf({ actor, tenant, sourceIps }: Trail): EventItem {
  return {
    ...textual({ tenant: tenant ?? undefined, actor: actor?.id, actorKind: actor?.kind }),
    groups: strings(actor?.groups ?? []),
    sourceIps: strings(hopsOf(sourceIps)),
  };
}

function macOf({ keys }: Trail, label: KeyLabel, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return keys?.mac(label, Buffer.from(text, 'utf8')).toString('base64url');
}

function subjectOf(trail: Trail, subject: Subject): EventItem {
  const { token, tenant, asked, ticket, ...named } = subject;
  const isResolved = (token ?? tenant) !== undefined;
  const askedMac = isResolved ? undefined : macOf(trail, 'vault/audit-token/v1', asked);
  const ticketMac = macOf(trail, 'vault/audit-ticket/v1', ticket);
  const { dataClass, format, purpose, keyVersion, job, grant, decision, budget, limit } = named;
  const { from, to, event, cvcToken, processor, reference, charge } = named;
  return textual({
    ...{ dataClass, format, purpose, token, tenant, keyVersion, job },
    ...{ grant, decision, budget, limit, from, to, event, askedMac, ticketMac },
    ...{ cvcToken, processor, reference, charge },
  });
}

function resultOf({ outcome }: Item<unknown>): EventItem {
  if ('value' in outcome) return { code: { S: 'OK' } };
  const { code, finding } = outcome.failure;
  const severity = finding === 'HONEY_TOKEN' ? 'HIGH' : undefined;
  return textual({ code, finding: finding ?? undefined, severity });
}

/** The code of the call: that of all its items, or PARTIAL where they differ. */
function codeOf(items: Items, refusal: VaultError | null): string {
  if (refusal !== null) return refusal.code;
  const codes = new Set(
    items.map(({ outcome }) => ('value' in outcome ? 'OK' : outcome.failure.code)),
  );
  const [first = 'OK'] = codes;
  return codes.size > 1 ? 'PARTIAL' : first;
}

function eventOf(trail: Trail, header: Header, items: Items): EventItem {
  const isOutcome = header.kind === 'OUTCOME';
  const listed = items.map((item) => ({
    M: { ...subjectOf(trail, item.subject), ...(isOutcome ? resultOf(item) : {}) },
  }));
  const { pk, sk, tenantDay } = eventKeys({ ...header, tenant: trail.tenant });
  return {
    ...textual({ pk, sk, tenantDay: tenantDay ?? undefined, ...header }),
    ...textual({ operation: trail.operation, requestId: trail.requestId }),
    ...whoOf(trail),
    count: { N: String(items.length) },
    items: { L: listed },
  };
}

interface Table {
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
  readonly metrics: Metrics;
}

/** The SDK repeats a write whose answer got lost; then the event in the way is this very one. */
function isWritten(error: unknown, { sk }: EventItem): boolean {
  return error instanceof ConditionalCheckFailedException && error.Item?.sk?.S === sk?.S;
}

async function put({ dynamodb, tableName, metrics }: Table, event: EventItem): Promise<void> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: tableName,
        Item: event,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    if (isWritten(error, event)) return;
    const requestId = event.requestId?.S ?? '';
    metrics.count('AuditFailure', { requestId, fault: faultOf(error) });
    throw new VaultError('TEMPORARILY_UNAVAILABLE', null, { cause: error });
  }
}

export function createAudit(table: Table, clock: () => Date): Audit {
  return {
    async attempt(trail, items) {
      const attemptId = randomUUID();
      const time = clock().toISOString();
      const attempt = { kind: 'ATTEMPT', attemptId, time } as const;
      await put(table, eventOf(trail, attempt, items));
      return async (results, refusal) => {
        const time = clock().toISOString();
        const outcome = { kind: 'OUTCOME', attemptId, time } as const;
        const event = eventOf(trail, outcome, results);
        await put(table, { ...event, code: { S: codeOf(results, refusal) } });
      };
    },
  };
}
