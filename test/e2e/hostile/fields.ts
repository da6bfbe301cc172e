import type { Draw, Secret } from './draw.ts';

/** The members of one input, each as JSON text. */
export type InputFields = readonly (readonly [name: string, json: string])[];

const CLASSES =
  'PAN CVC SSN IBAN BANK_ACCOUNT ROUTING_NUMBER EMAIL PHONE NAME DATE_OF_BIRTH TEXT CUSTOM'.split(
    ' ',
  );
export const PURPOSES =
  'PAYMENT REFUND CHARGEBACK FRAUD_REVIEW CUSTOMER_SUPPORT LEGAL MIGRATION'.split(' ');
const KEYS = Array.from({ length: 40 }, (_, at) => `hostile-key-${at}`);

const plain = (value: unknown): string => JSON.stringify(value);

/** A value that is often valid in its class, and holds the secret where the class has room for it. */
function plaintextOf(draw: Draw, dataClass: string, { pan, word }: Secret): string {
  const digits = (length: number) => draw.text('0123456789', length);
  switch (dataClass) {
    case 'PAN':
      return pan;
    case 'CVC':
      return digits(3);
    case 'SSN':
      return `219-09-${digits(4)}`;
    case 'IBAN':
      return 'DE89 3704 0044 0532 0130 00';
    case 'BANK_ACCOUNT':
      return digits(draw.pick([4, 10, 17]));
    case 'ROUTING_NUMBER':
      return '021000021';
    case 'EMAIL':
      return `${word}@hostile.example`;
    case 'PHONE':
      return `+1202555${digits(4)}`;
    case 'DATE_OF_BIRTH':
      return `19${digits(2)}-01-2${digits(1)}`;
    default:
      return word;
  }
}

function metadataOf(draw: Draw, { pan, word }: Secret): unknown {
  return draw.pick<unknown>([
    [],
    [{ key: 'order', value: word }],
    [{ key: 'order', value: pan }],
    [{ key: word, value: 'x' }],
    [{ key: `a${pan}`, value: 'x' }],
    [
      { key: 'same', value: '1' },
      { key: 'same', value: '2' },
    ],
    [{ key: '__proto__', value: word }],
    Array.from({ length: 11 }, (_, at) => ({ key: `k${at}`, value: word })),
    [{ key: 'order', value: word.repeat(20) }],
  ]);
}

const SOON = new Date(Date.now() + 1_800_000).toISOString();
const TIMES = [SOON, '2020-01-01T00:00:00Z', '2999-12-31T23:59:59.999Z', '2026-02-30T00:00:00Z'];
const ODD_TIMES = [...TIMES, 'tomorrow', '9999-99-99', '+275760-09-13T00:00:00.000Z', '0'];

/** An input of `tokenize` with some of its options. */
export function tokenizeFields(draw: Draw, secret: Secret): InputFields {
  const dataClass = draw.pick(CLASSES);
  const some = (times: number, name: string, value: () => unknown): InputFields =>
    draw.rarely(times) ? [[name, plain(value())]] : [];
  return [
    ['dataClass', plain(dataClass)],
    ['plaintext', plain(plaintextOf(draw, dataClass, secret))],
    ...some(3, 'format', () => draw.pick(['OPAQUE', 'UUID', 'FORMAT_PRESERVING', null])),
    ...some(3, 'deterministic', () => draw.pick([true, false, null])),
    ...some(4, 'expiresAt', () => draw.pick(ODD_TIMES)),
    ...some(4, 'maxUses', () => draw.pick([1, 2, 0, -1, 1_000_000, 1_000_001, 2 ** 31, 1.5])),
    ...some(3, 'metadata', () => metadataOf(draw, secret)),
    ...some(5, 'idempotencyKey', () => draw.pick([...KEYS, '', secret.word.repeat(10)])),
    ...some(dataClass === 'CUSTOM' ? 1 : 8, 'customClass', () => draw.pick(['LOYALTY', 'x', ''])),
  ];
}

function tokenOf(draw: Draw, { pan, word }: Secret, pool: readonly string[]): string {
  if (pool.length > 0 && !draw.rarely(3)) return draw.pick(pool);
  return draw.pick([pan, word, `tok_${draw.text('0123456789abcdefXYZ', 28)}`, '']);
}

export function detokenizeFields(draw: Draw, secret: Secret, pool: readonly string[]): InputFields {
  const purpose: InputFields = draw.rarely(15) ? [] : [['purpose', plain(draw.pick(PURPOSES))]];
  return [['token', plain(tokenOf(draw, secret, pool))], ...purpose, ...keyOf(draw)];
}

export function tokenFields(draw: Draw, secret: Secret, pool: readonly string[]): InputFields {
  return [['token', plain(tokenOf(draw, secret, pool))]];
}

export function stateFields(draw: Draw, secret: Secret, pool: readonly string[]): InputFields {
  return [...tokenFields(draw, secret, pool), ...keyOf(draw)];
}

export function knownTokenFields(draw: Draw, secret: Secret): InputFields {
  const dataClass = draw.pick(CLASSES);
  return [
    ['dataClass', plain(dataClass)],
    ['plaintext', plain(plaintextOf(draw, dataClass, secret))],
    ['purpose', plain(draw.pick(PURPOSES))],
    ...(dataClass === 'CUSTOM' || draw.rarely(10)
      ? ([['customClass', plain(draw.pick(['LOYALTY', 'x']))]] as const)
      : []),
  ];
}

/** A page of a list, with a cursor that nobody gave out. */
export function pageFields(draw: Draw, { pan, word }: Secret): InputFields {
  return [
    ['limit', plain(draw.pick([1, 5, 100, 0, -1, 101, 1.5, null]))],
    ...(draw.rarely(2)
      ? ([['nextToken', plain(draw.pick([pan, word, `${word}.${pan}`, '']))]] as const)
      : []),
  ];
}

export function auditEventsFields(draw: Draw, secret: Secret): InputFields {
  const { pan, word } = secret;
  const filter = {
    from: draw.pick([null, ...ODD_TIMES]),
    to: draw.pick([null, SOON, ...ODD_TIMES]),
    actor: draw.pick([null, pan, word]),
    operation: draw.pick([null, 'release', pan, word]),
    code: draw.pick([null, 'OK', pan, word]),
  };
  return [['filter', plain(draw.rarely(4) ? null : filter)], ...pageFields(draw, secret)];
}

export function auditProofFields(draw: Draw, { pan, word }: Secret): InputFields {
  const time = '2026-01-31T09:05:01.123Z';
  const id = `${time}#${pan.slice(0, 8)}-${pan.slice(8, 12)}-4000-8000-000000000000#ATTEMPT`;
  return [['id', plain(draw.pick([pan, word, id, '']))]];
}

function keyOf(draw: Draw): InputFields {
  return draw.rarely(5) ? [['idempotencyKey', plain(draw.pick(KEYS))]] : [];
}
