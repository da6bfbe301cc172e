import {
  ReleaseBatchDocument,
  ReleaseDocument,
  TokenizeBatchDocument,
  TokenizeDocument,
} from '../client/generated/operations.ts';
import type { TokenizeInput } from '../client/generated/operations.ts';
import type { TypedDocument } from '../client/typed-document.ts';
import { makeCustomers } from '../demo/customers.ts';

/** Every run sends the same values: PANs of the card schemes' published test ranges. */
const SEED = 20260401;

/** `count` PANs that no call with another `round` gives. */
export function testPans(count: number, round: number): string[] {
  return makeCustomers(count, SEED + round).map(({ pan }) => pan);
}

export type Mode = 'random' | 'deterministic';

export function tokenizeInputs(count: number, round: number, mode: Mode): TokenizeInput[] {
  const deterministic = mode === 'deterministic';
  return testPans(count, round).map((plaintext) => ({
    dataClass: 'PAN',
    plaintext,
    deterministic,
  }));
}

/** The last group may be smaller. */
export function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

function body<Variables>(
  document: TypedDocument<unknown, Variables>,
  variables: Variables,
): string {
  return JSON.stringify({ query: String(document), variables });
}

export function tokenizeBodies(inputs: readonly TokenizeInput[]): string[] {
  return inputs.map((input) => body(TokenizeDocument, { input }));
}

export function tokenizeBatchBodies(inputs: readonly TokenizeInput[], size: number): string[] {
  return inGroups(inputs, size).map((group) => body(TokenizeBatchDocument, { inputs: group }));
}

const released = (token: string) => ({ token, purpose: 'PAYMENT' as const });

/** Detokenization with its plaintext: two resolvers, and two calls of the vault. */
export function releaseBodies(tokens: readonly string[]): string[] {
  return tokens.map((token) => body(ReleaseDocument, { input: released(token) }));
}

export function releaseBatchBodies(tokens: readonly string[], size: number): string[] {
  return inGroups(tokens, size).map((group) =>
    body(ReleaseBatchDocument, { inputs: group.map(released) }),
  );
}

interface Item {
  readonly token?: string;
  readonly plaintext?: string | null;
}

/**
 * The items of an answer, in order.
 *
 * @throws Error when an item or the whole was refused; the message holds codes only
 */
export function itemsOf(answer: string): Required<Item>[] {
  const { data, errors } = JSON.parse(answer) as {
    data?: Readonly<Record<string, Item | readonly Item[]>> | null;
    errors?: readonly { readonly errorType?: string }[];
  };
  if (errors !== undefined || !data) throw new Error(`Refused: ${errors?.[0]?.errorType ?? ''}`);
  return Object.values(data)
    .flat()
    .map((item) => {
      const { token, plaintext = null } = item;
      if (token === undefined) throw new Error('An item of a batch was refused.');
      return { token, plaintext };
    });
}
