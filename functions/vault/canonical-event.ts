import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { eventKeys, readEventId } from './audit-keys.ts';
import { canonicalJson } from './canonical-json.ts';
import type { CanonicalValue } from './canonical-json.ts';

/** The version of the encoding below; a checkpoint says which one its leaves have. */
export const EVENT_ENCODING = 1;

type EventItem = Readonly<Record<string, AttributeValue>>;

const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;

/** A name that begins with `$` gets another one, so that no map is taken for what follows. */
function membersOf(attributes: EventItem): CanonicalValue {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name.startsWith('$') ? `$${name}` : name,
    encode(value),
  ]);
  return Object.fromEntries(entries) as CanonicalValue;
}

/** Kinds of attributes that no event of ours has: still each one's own text, not another's. */
function encodeForeign(value: AttributeValue): CanonicalValue {
  const [kind = '', held] = Object.entries(value)[0] ?? [];
  const parts = Array.isArray(held) ? (held as unknown[]) : [held];
  const texts = parts.map((part) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('base64') : String(part),
  );
  return { $kind: kind, $values: texts.sort() };
}

function encode(value: AttributeValue): CanonicalValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined && WHOLE_NUMBER.test(value.N)) return Number(value.N);
  if (value.L !== undefined) return value.L.map(encode);
  if (value.M !== undefined) return membersOf(value.M);
  return encodeForeign(value);
}

/**
 * The canonical text of an event, which is hashed and exported: all attributes of its item, texts as
 * texts, whole numbers as numbers, lists and maps as such, in canonical JSON. Two items have the same
 * text only if they are the same.
 */
export function canonicalEvent(item: EventItem): string {
  return canonicalJson(membersOf(item));
}

/** Whether an item lies where its own attributes say; what the vault wrote always does. */
export function isInPlace(item: EventItem): boolean {
  const { kind, attemptId, time, tenant } = item;
  if (kind?.S !== 'ATTEMPT' && kind?.S !== 'OUTCOME') return false;
  const keys = eventKeys({
    tenant: tenant?.S ?? null,
    time: time?.S ?? '',
    attemptId: attemptId?.S ?? '',
    kind: kind.S,
  });
  return (
    readEventId(keys.sk) !== null &&
    item.pk?.S === keys.pk &&
    item.sk?.S === keys.sk &&
    (item.tenantDay?.S ?? null) === keys.tenantDay
  );
}
