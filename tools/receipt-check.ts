import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What `eraseToken` or `eraseTenant` answers, as a script kept it. */
interface Receipt {
  /** The one that says what was erased. */
  readonly token?: string;
  readonly tenant?: string;
  readonly inaccessibleSince: string;
  readonly irrecoverableFrom: string;
  readonly statement: string;
  readonly signature: string;
  readonly keyId: string;
}

export type ReceiptCheck =
  | { readonly isGenuine: true; readonly stated: Readonly<Record<string, string>> }
  | { readonly isGenuine: false; readonly reason: string };

/** What was erased, by the kind of statement: the member that names it. */
const KINDS: ReadonlyMap<string, 'token' | 'tenant'> = new Map([
  ['tokenization-gateway/erasure-receipt/v1', 'token'],
  ['tokenization-gateway/tenant-erasure-receipt/v1', 'tenant'],
]);
/** What the receipt repeats of its statement, beside what was erased. */
const REPEATED = ['inaccessibleSince', 'irrecoverableFrom', 'keyId'] as const;
const MEMBERS = [...REPEATED, 'statement', 'signature'] as const;

function refuse(reason: string): ReceiptCheck {
  return { isGenuine: false, reason };
}

/** The receipt alone, or the whole answer of GraphQL around it. */
function findReceipt(text: string): Receipt | null {
  const received = JSON.parse(text) as {
    data?: { eraseToken?: unknown; eraseTenant?: unknown };
  } | null;
  const answered = received?.data?.eraseToken ?? received?.data?.eraseTenant;
  const receipt = (answered ?? received) as Record<string, unknown> | null;
  const isReceipt =
    MEMBERS.every((name) => typeof receipt?.[name] === 'string') &&
    ['token', 'tenant'].some((name) => typeof receipt?.[name] === 'string');
  return isReceipt ? (receipt as unknown as Receipt) : null;
}

/** PEM, or DER as KMS gives it (SubjectPublicKeyInfo). */
function readKey(bytes: Buffer): KeyObject {
  if (bytes.includes('-----BEGIN')) return createPublicKey(bytes);
  return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
}

function isOnP256({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  return type === 'ec' && details?.namedCurve === 'prime256v1';
}

function statedIn(statement: Buffer): Readonly<Record<string, string>> {
  const parsed = JSON.parse(statement.toString('utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}

/**
 * Checks a receipt of an erasure without any service: the signature of its statement (ECDSA on P-256,
 * SHA-256) under the public key, and that its fields say what the statement says.
 * @throws SyntaxError or Error if the receipt is no JSON or the key cannot be read
 */
export function checkReceipt(receiptText: string, publicKey: Buffer): ReceiptCheck {
  const receipt = findReceipt(receiptText);
  if (receipt === null)
    return refuse(`The receipt needs the fields token or tenant, ${MEMBERS.join(', ')}.`);
  const key = readKey(publicKey);
  if (!isOnP256(key)) return refuse('The key is not a public key on P-256.');
  const statement = Buffer.from(receipt.statement, 'base64');
  const signature = Buffer.from(receipt.signature, 'base64');
  if (!verify('sha256', statement, key, signature)) {
    return refuse('The signature is not that of this statement under this key.');
  }
  const stated = statedIn(statement);
  const erased = KINDS.get(stated.kind ?? '');
  if (erased === undefined) return refuse('The signed statement is no receipt of an erasure.');
  const differing = [erased, ...REPEATED].filter((name) => receipt[name] !== stated[name]);
  if (differing.length === 0) return { isGenuine: true, stated };
  return refuse(`The receipt says something else than its statement: ${differing.join(', ')}.`);
}
