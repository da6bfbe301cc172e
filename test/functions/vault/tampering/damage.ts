import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { Item } from '../../../support/vault.ts';

/** Genuine items of the same kind as the one to damage, and one of another kind. */
export interface Relatives {
  readonly other: Item;
  readonly foreign: Item;
  readonly stranger: Item;
}

/** One way to touch an item. `title` completes "with …". */
export interface Damage {
  readonly title: string;
  readonly apply: (item: Item, relatives: Relatives) => Item;
}

export type Edits = Readonly<Record<string, readonly AttributeValue[]>>;

function bytesOf({ B }: AttributeValue): Buffer {
  return Buffer.from(B ?? []);
}

/** Another value of the same type: what a reader that checks nothing would take. */
function changed(value: AttributeValue = { S: '' }): AttributeValue {
  if (value.S !== undefined) return { S: `${value.S}x` };
  if (value.N !== undefined) return { N: String(Number(value.N) + 1) };
  if (value.BOOL !== undefined) return { BOOL: !value.BOOL };
  return { B: bytesOf(value).map((byte) => byte ^ 1) };
}

/** The same bytes under another type. */
function retyped(value: AttributeValue = { S: '' }): AttributeValue {
  if (value.S !== undefined) return { B: Buffer.from(value.S, 'utf8') };
  if (value.N !== undefined) return { S: value.N };
  if (value.BOOL !== undefined) return { N: value.BOOL ? '1' : '0' };
  return { S: bytesOf(value).toString('base64') };
}

function without(item: Item, name: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));
}

/** A DynamoDB item is found by its key, so what is moved takes the key of the place. */
function inPlaceOf({ pk }: Item, item: Item): Item {
  return pk === undefined ? item : { ...item, pk };
}

const MORE: readonly [string, AttributeValue][] = [
  ['a text', { S: '' }],
  ['a number', { N: '1' }],
  ['a flag', { BOOL: true }],
  ['a list', { L: [] }],
  ['a map', { M: {} }],
  ['a set', { SS: ['x'] }],
  ['a null', { NULL: true }],
];

const WHOLE: readonly Damage[] = [
  ...MORE.map(([kind, extra]) => ({
    title: `one more attribute, ${kind}`,
    apply: (item: Item) => ({ ...item, extra }),
  })),
  { title: 'another item in its place', apply: (item, { other }) => inPlaceOf(item, other) },
  {
    title: 'an item of another tenant in its place',
    apply: (item, { foreign }) => inPlaceOf(item, foreign),
  },
  {
    title: 'an item of another kind in its place',
    apply: (item, { stranger }) => inPlaceOf(item, stranger),
  },
  { title: 'nothing but its key', apply: (item) => inPlaceOf(item, {}) },
];

function ofAttribute(name: string, isAlike: boolean): Damage[] {
  const swapped: Damage = {
    title: `${name} of another item`,
    apply: (item, { other }) => ({ ...item, [name]: other[name] ?? { NULL: true } }),
  };
  return [
    { title: `${name} changed`, apply: (item) => ({ ...item, [name]: changed(item[name]) }) },
    { title: `${name} removed`, apply: (item) => without(item, name) },
    {
      title: `${name} of another type but the same bytes`,
      apply: (item) => ({ ...item, [name]: retyped(item[name]) }),
    },
    ...(isAlike ? [] : [swapped]),
  ];
}

/**
 * Every damage to items with these attributes: each changed, removed, retyped, and swapped with
 * another item's unless all items have it alike; `edits` on top; and the item as a whole.
 */
export function damagesTo(
  attributes: readonly string[],
  alike: readonly string[],
  edits: Edits = {},
): Damage[] {
  const edited = Object.entries(edits).flatMap(([name, values]) =>
    values.map((value) => ({
      title: `${name} set to ${JSON.stringify(value)}`,
      apply: (item: Item) => ({ ...item, [name]: value }),
    })),
  );
  const single = attributes.flatMap((name) => ofAttribute(name, alike.includes(name)));
  return [...single, ...edited, ...WHOLE];
}
