import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { PaymentData } from './order-event.ts';

/** An order with the token of its card: one item, so that neither is ever without the other. */
export interface Order {
  readonly id: string;
  /** The subject of whoever made it. */
  readonly owner: string;
  readonly token: string;
  readonly amount: number;
  readonly currency: string;
  readonly createdAt: string;
  /** How many tries ended without a charge: the next one is a charge of its own. */
  readonly tries: number;
  /** The try that was begun and whose end is not noted; null for none. */
  readonly begun: BegunTry | null;
  readonly payment: PaymentData | null;
}

/** With what a try was begun: whoever goes on with it asks the vault for the very same. */
export interface BegunTry {
  /** The token of the code that came with it; null for none. */
  readonly cvcToken: string | null;
}

export interface OrderTable {
  /** Strongly consistent. */
  find(id: string): Promise<Order | null>;
  /** Whether it was written: false if there is one of this id. */
  add(order: Order): Promise<boolean>;
  /** Whether it was written: false if anything was noted since `was` was read. */
  replace(was: Order, next: Order): Promise<boolean>;
}

type Item = Record<string, AttributeValue>;

function toItem(order: Order): Item {
  const { id, owner, token, amount, currency, createdAt, tries } = order;
  return {
    pk: { S: id },
    owner: { S: owner },
    token: { S: token },
    amount: { N: String(amount) },
    currency: { S: currency },
    createdAt: { S: createdAt },
    tries: { N: String(tries) },
    ...notesOf(order),
  };
}

/** What comes and goes while an order is paid. */
function notesOf({ begun, payment }: Order): Item {
  return {
    ...(begun === null ? {} : { begun: { S: JSON.stringify(begun) } }),
    ...(payment === null ? {} : { payment: { S: JSON.stringify(payment) } }),
  };
}

/** That the order stands as it was read. */
function unchanged(was: Order): object {
  const notes = notesOf(was);
  const conditions = ['begun', 'payment'].map((name) =>
    name in notes ? `${name} = :${name}` : `attribute_not_exists(${name})`,
  );
  return {
    ConditionExpression: ['tries = :tries', ...conditions].join(' AND '),
    ExpressionAttributeValues: {
      ':tries': { N: String(was.tries) },
      ...Object.fromEntries(Object.entries(notes).map(([name, one]) => [`:${name}`, one])),
    },
  };
}

function fromItem(item: Item): Order {
  const text = (name: string): string => item[name]?.S ?? '';
  const noted = (name: string): unknown => JSON.parse(item[name]?.S ?? 'null');
  return {
    id: text('pk'),
    owner: text('owner'),
    token: text('token'),
    amount: Number(item.amount?.N),
    currency: text('currency'),
    createdAt: text('createdAt'),
    tries: Number(item.tries?.N),
    begun: noted('begun') as BegunTry | null,
    payment: noted('payment') as PaymentData | null,
  };
}

export function openOrderTable(dynamodb: DynamoDBClient, TableName: string): OrderTable {
  const put = async (Item: Item, condition: object): Promise<boolean> => {
    try {
      await dynamodb.send(new PutItemCommand({ TableName, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    async find(id) {
      const Key = { pk: { S: id } };
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName, Key, ConsistentRead: true }),
      );
      return Item === undefined ? null : fromItem(Item);
    },
    add: (order) => put(toItem(order), { ConditionExpression: 'attribute_not_exists(pk)' }),
    replace: (was, next) => put(toItem(next), unchanged(was)),
  };
}
