import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { AuditEventData, AuditItemData, CheckpointData } from './audit-data.ts';
import type { IndexedCheckpoint } from './checkpoint-index.ts';
import { VaultError } from './errors.ts';
import { readStatement } from './statement.ts';
import type { EventItem } from './tenant-trail.ts';

type Attribute = AttributeValue | undefined;

const textOrNull = (attribute: Attribute): string | null => attribute?.S ?? null;
const text = (attribute: Attribute): string => attribute?.S ?? '';
const texts = (attribute: Attribute): string[] => (attribute?.L ?? []).map(text);

function itemData({ M: item = {} }: AttributeValue): AuditItemData {
  return {
    dataClass: textOrNull(item.dataClass),
    format: textOrNull(item.format),
    purpose: textOrNull(item.purpose),
    token: textOrNull(item.token),
    tenant: textOrNull(item.tenant),
    keyVersion: textOrNull(item.keyVersion),
    job: textOrNull(item.job),
    grant: textOrNull(item.grant),
    decision: textOrNull(item.decision),
    budget: textOrNull(item.budget),
    limit: textOrNull(item.limit),
    askedMac: textOrNull(item.askedMac),
    ticketMac: textOrNull(item.ticketMac),
    event: textOrNull(item.event),
    cvcToken: textOrNull(item.cvcToken),
    processor: textOrNull(item.processor),
    reference: textOrNull(item.reference),
    charge: textOrNull(item.charge),
    from: textOrNull(item.from),
    to: textOrNull(item.to),
    code: textOrNull(item.code),
    finding: textOrNull(item.finding),
    severity: textOrNull(item.severity),
  };
}

/** What `AuditEvent` shows: the item as it was written, under the same names. */
export function auditEventData(item: EventItem): AuditEventData {
  return {
    id: text(item.sk),
    kind: text(item.kind),
    attemptId: text(item.attemptId),
    time: text(item.time),
    operation: text(item.operation),
    requestId: text(item.requestId),
    actor: textOrNull(item.actor),
    actorKind: textOrNull(item.actorKind),
    groups: texts(item.groups),
    sourceIps: texts(item.sourceIps),
    code: textOrNull(item.code),
    count: Number(item.count?.N ?? 0),
    items: (item.items?.L ?? []).map(itemData),
  };
}

/** What a statement says; one that says nothing readable was changed in the table. */
export function statementOf({ statementText }: IndexedCheckpoint) {
  try {
    return readStatement(statementText);
  } catch (error) {
    throw new VaultError('INTERNAL', 'TAMPERED', { cause: error });
  }
}

/** What `Checkpoint` shows. How much was sealed is not in it: that is all tenants' together. */
export function checkpointData(checkpoint: IndexedCheckpoint): CheckpointData {
  const { sequence, windowStart, windowEnd, root, previous, keyId } = statementOf(checkpoint);
  return {
    sequence,
    windowStart,
    windowEnd,
    root,
    previous,
    keyId,
    statement: Buffer.from(checkpoint.statementText, 'utf8').toString('base64'),
    signature: checkpoint.signature,
  };
}
