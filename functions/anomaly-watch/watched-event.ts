import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { readEventId } from '../vault/audit-keys.ts';
import type { TrailItem } from '../audit-sealer/trail.ts';
import { canonicalEvent, isInPlace } from '../vault/canonical-event.ts';
import { isTenantName } from '../vault/identity.ts';
import { leafHash } from '../vault/merkle-tree.ts';
import type { Observation } from './observation.ts';

/** An event as the watch needs it: proven by its leaf, judged by its observation. */
export interface WatchedEvent {
  /** Its sort key. */
  readonly id: string;
  readonly attemptId: string;
  readonly leaf: Buffer;
  /** What a finding about it repeats: tenant, actor, actorKind, groups, sourceIps. */
  readonly who: TrailItem;
  /** Null of attempts and findings, of our own jobs, and of what cannot be read. */
  readonly observation: Observation | null;
  /** Whether it is an outcome that no vault wrote so. */
  readonly isUnreadable: boolean;
}

const WHO = ['tenant', 'actor', 'actorKind', 'groups', 'sourceIps'] as const;

/** These make tokens; all others look at tokens that exist. */
const MAKING = new Set(['tokenize', 'tokenizeBatch', 'seedHoneyToken']);
/** Failures of ours, which say nothing about a caller. */
const OURS = new Set(['OK', 'PARTIAL', 'TEMPORARILY_UNAVAILABLE', 'INTERNAL']);
/** A user's subject, or account and role name of a service. */
const ACTOR = /^[\w.:@+=,/-]{1,200}$/;

type Attribute = AttributeValue | undefined;

function textOf(attribute: Attribute): string | null {
  return attribute?.S ?? null;
}

function itemsOf({ items }: TrailItem): TrailItem[] {
  return (items?.L ?? []).map(({ M = {} }) => M);
}

function isRefusal(code: Attribute): boolean {
  return code?.S !== undefined && !OURS.has(code.S);
}

/** A call that was refused as a whole has no items where nothing could be read of them. */
function refusedIn(item: TrailItem): number {
  const items = itemsOf(item);
  if (items.length === 0) return isRefusal(item.code) ? 1 : 0;
  return items.filter(({ code }) => isRefusal(code)).length;
}

function tokensIn(item: TrailItem): string[] {
  if (MAKING.has(textOf(item.operation) ?? '')) return [];
  return itemsOf(item).flatMap(({ token, code }) => (code?.S === 'OK' ? (token?.S ?? []) : []));
}

/** An outcome as an observation; null if its tenant or actor is none that a vault writes. */
function observationOf(item: TrailItem): Observation | null {
  const [tenant, actor] = [textOf(item.tenant), textOf(item.actor)];
  if (tenant !== null && !isTenantName(tenant)) return null;
  if (actor !== null && !ACTOR.test(actor)) return null;
  return {
    time: Date.parse(textOf(item.time) ?? ''),
    tenant,
    actor,
    tokens: tokensIn(item),
    refused: refusedIn(item),
    source: textOf(item.sourceIps?.L?.at(-1)),
  };
}

function whoIn(item: TrailItem): TrailItem {
  const present = WHO.flatMap((name) => {
    const attribute = item[name];
    return attribute === undefined ? [] : [[name, attribute] as const];
  });
  return Object.fromEntries(present);
}

/** An item of the audit table; null if it does not lie where its own attributes say. */
export function watchedEvent(item: TrailItem): WatchedEvent | null {
  const id = textOf(item.sk) ?? '';
  const name = readEventId(id);
  if (name === null || !isInPlace(item)) return null;
  // A job of ours, such as a rewrap, goes by every token of a tenant: it is nobody's habit.
  const isOutcome = name.kind === 'OUTCOME' && textOf(item.actorKind) !== 'job';
  const observation = isOutcome ? observationOf(item) : null;
  return {
    id,
    attemptId: name.attemptId,
    leaf: leafHash(canonicalEvent(item)),
    who: observation === null ? {} : whoIn(item),
    observation,
    isUnreadable: isOutcome && observation === null,
  };
}
