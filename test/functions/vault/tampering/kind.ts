import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { Item } from '../../../support/vault.ts';
import type { Bench, TableName } from './bench.ts';
import type { Edits } from './damage.ts';
import type { Question, Specimen } from './questions.ts';

export type Age = (
  bench: Bench,
  made: readonly Specimen[],
  tenant: string,
  isOther: boolean,
) => Promise<void>;

/** A kind of item that the vault keeps: how it comes into being, where it is, who reads it. */
export interface Kind {
  readonly name: string;
  readonly table: TableName;
  /** All that an item of the kind holds, but its key and its MAC. */
  readonly attributes: readonly string[];
  /** Of these, what items of this suite may have alike, so that a swap would change nothing. */
  readonly alike: readonly string[];
  readonly edits?: Edits;
  /** What is tokenized. The other one is as different as it can be. */
  readonly input: (isOther: boolean) => Specimen['input'];
  /** What else has to happen until there is an item of the kind. */
  readonly age?: Age;
  /** The token of an item of this kind; undefined of any other item. */
  readonly tokenOf: (item: Item) => string | undefined;
  readonly questions: readonly Question[];
}

function ofKey(marker: string) {
  return (item: Item): string | undefined => {
    const key = item.pk?.S ?? '';
    const at = key.indexOf(marker);
    return at < 0 ? undefined : key.slice(at + marker.length);
  };
}

export const ofToken = ofKey('#token#');
export const naming = (marker: string) => (item: Item) =>
  item.pk?.S?.includes(marker) === true ? item.token?.S : undefined;

/** Numbers that no count of the vault's is. */
export const ANY_NUMBER: readonly AttributeValue[] = ['-1', '0', '1e30', '0.5'].map((N) => ({ N }));
