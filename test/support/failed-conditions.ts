import { concernsTokens } from './fault-proxy.ts';
import type { Fault } from './fault-proxy.ts';

type Write = Record<string, unknown>;

interface Transaction extends Write {
  readonly TransactItems: readonly Readonly<Record<string, Write>>[];
}

/** False of every item and of none: DynamoDB itself then refuses, with the item that is there. */
const NEVER = 'attribute_exists(pk) AND attribute_not_exists(pk)';

function withoutItem(write: Write): Write {
  const others = Object.entries(write).filter(
    ([name]) => name !== 'ReturnValuesOnConditionCheckFailure',
  );
  return Object.fromEntries(others);
}

function failing(write: Write, showsItem: boolean): Write {
  const { ConditionExpression: condition } = write;
  const never = typeof condition === 'string' ? `(${condition}) AND ${NEVER}` : NEVER;
  return { ...(showsItem ? write : withoutItem(write)), ConditionExpression: never };
}

/** Of a transaction, the actions at the places that `fails` names. */
function failingTransaction(
  { TransactItems, ...others }: Transaction,
  showsItem: boolean,
  fails: (place: number, count: number) => boolean,
): Transaction {
  const items = TransactItems.map((item, place) => {
    if (!fails(place, TransactItems.length)) return item;
    return Object.fromEntries(
      Object.entries(item).map(([kind, write]) => [kind, failing(write, showsItem)]),
    );
  });
  return { ...others, TransactItems: items };
}

type Places = Parameters<typeof failingTransaction>[2];

/** A refusal that the vault does not expect, and the requests that it can happen to. */
export interface ConditionFault {
  readonly sent: 'PutItem' | 'UpdateItem' | 'TransactWriteItems';
  readonly fault: Fault;
}

function conditionFault(
  sent: ConditionFault['sent'],
  showsItem: boolean,
  fails: Places = EACH,
): ConditionFault {
  const rewrite = (request: Write): Write =>
    sent === 'TransactWriteItems'
      ? failingTransaction(request as Transaction, showsItem, fails)
      : failing(request, showsItem);
  return { sent, fault: ({ operation }) => (operation === sent ? { rewrite } : null) };
}

const EACH: Places = () => true;
const FIRST: Places = (place) => place === 0;
const LAST: Places = (place, count) => place === count - 1;

/** Each as DynamoDB itself gives it. */
export const CONDITION_FAULTS: Readonly<Record<string, ConditionFault>> = {
  'of a put': conditionFault('PutItem', true),
  'of a put, without its item': conditionFault('PutItem', false),
  'of an update': conditionFault('UpdateItem', true),
  'of an update, without its item': conditionFault('UpdateItem', false),
  'of all that a transaction writes': conditionFault('TransactWriteItems', true),
  'of all that it writes, without the items': conditionFault('TransactWriteItems', false),
  'of the first of a transaction': conditionFault('TransactWriteItems', true, FIRST),
  'of the last of a transaction': conditionFault('TransactWriteItems', true, LAST),
};

/** Refuses the events of the audit trail. */
export const AUDIT_CONDITION_FAULT: Fault = (passage) =>
  concernsTokens(passage) ? null : conditionFault('PutItem', true).fault(passage);
