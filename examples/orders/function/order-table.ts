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
  readonly payment: PaymentData | null;
}

export interface OrderTable {
  /** Strongly consistent. */
  find(id: string): Promise<Order | null>;
  /** Whether it was written: false if there is one of this id. */
  add(order: Order): Promise<boolean>;
  /** Whether it was written: false if another try was noted since `was` was read. */
  notePayment(was: Order, payment: PaymentData): Promise<boolean>;
}

type Item = Record<string, AttributeValue>;

function toItem(order: Order): Item {
  const { id, owner, token, amount, currency, createdAt, tries, payment } = order;
  return {
    pk: { S: id },
    owner: { S: owner },
    token: { S: token },
    amount: { N: String(amount) },
    currency: { S: currency },
    createdAt: { S: createdAt },
    tries: { N: String(tries) },
    ...(payment === null ? {} : { payment: { S: JSON.stringify(payment) } }),
  };
}

function fromItem(item: Item): Order {
  const text = (name: string): string => item[name]?.S ?? '';
  const payment = item.payment?.S;
  return {
    id: text('pk'),
    owner: text('owner'),
    token: text('token'),
    amount: Number(item.amount?.N),
    currency: text('currency'),
    createdAt: text('createdAt'),
    tries: Number(item.tries?.N),
    payment: payment === undefined ? null : (JSON.parse(payment) as PaymentData),
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
    notePayment: (was, payment) => {
      const isOver = payment.state === 'DECLINED' || payment.state === 'FAILED';
      const next = { ...was, payment, tries: was.tries + (isOver ? 1 : 0) };
      return put(toItem(next), {
        ConditionExpression: 'tries = :was AND (attribute_not_exists(payment) OR payment = :seen)',
        ExpressionAttributeValues: {
          ':was': { N: String(was.tries) },
          ':seen': { S: was.payment === null ? '' : JSON.stringify(was.payment) },
        },
      });
    },
  };
}
