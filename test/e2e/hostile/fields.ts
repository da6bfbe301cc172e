import type { Draw, Secret } from './draw.ts';

/** The members of one input, each as JSON text. */
export type InputFields = readonly (readonly [name: string, json: string])[];

const CLASSES =
  'PAN CVC SSN IBAN BANK_ACCOUNT ROUTING_NUMBER EMAIL PHONE NAME DATE_OF_BIRTH TEXT CUSTOM'.split(
    ' ',
  );
export const PURPOSES =
  'PAYMENT REFUND CHARGEBACK FRAUD_REVIEW CUSTOMER_SUPPORT LEGAL MIGRATION'.split(' ');
const KINDS = ['PLAINTEXT', 'MASKED', null];
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
  const grant: InputFields = draw.rarely(8) ? [['grant', plain(approvalOf(draw, secret))]] : [];
  return [['token', plain(tokenOf(draw, secret, pool))], ...purpose, ...grant, ...keyOf(draw)];
}

/** A charge that may well be one: what is drawn of the rest shall be what is wrong with it. */
export function chargeFields(draw: Draw, secret: Secret, cards: readonly string[]): InputFields {
  const { pan, word } = secret;
  const rather = (usual: unknown, others: readonly unknown[]) =>
    plain(draw.rarely(8) ? draw.pick(others) : usual);
  return [
    ['token', plain(tokenOf(draw, secret, cards))],
    ['processor', rather('sandbox', [word, pan, '', 'constructor'])],
    ['amount', rather(draw.below(100_000) + 1, [0, -1, 1.5, 100_000_000, 2 ** 31])],
    ['currency', rather('EUR', ['eur', 'CHF', pan, '', word])],
    ['purpose', rather('PAYMENT', PURPOSES)],
    ['idempotencyKey', plain(`${word}-${draw.below(1_000_000)}`.slice(0, 128))],
    ...(draw.rarely(6) ? [['cvcToken', plain(tokenOf(draw, secret, cards))] as const] : []),
  ];
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

/** Names of tenants that there are, could be, and can never be; the seeded ones stay alive. */
function tenantName(draw: Draw, { pan, word }: Secret): unknown {
  const name = `h-${draw.text('abcdefghij0123456789', 6)}`;
  return draw.pick<unknown>([
    name,
    name,
    name,
    `h-${draw.below(20)}`,
    word,
    pan,
    'acme',
    'A',
    '',
    7,
  ]);
}

export function tenantFields(draw: Draw, secret: Secret): InputFields {
  return [['tenant', plain(tenantName(draw, secret))], ...keyOf(draw)];
}

export function tenantsFields(draw: Draw, { pan, word }: Secret): InputFields {
  const limit: InputFields = draw.rarely(2)
    ? [['limit', plain(draw.pick([1, 2, 100, 0, -1, 101, 2 ** 31, 1.5]))]]
    : [];
  const cursor: InputFields = draw.rarely(3)
    ? [['nextToken', plain(draw.pick([pan, word, '', word.repeat(30)]))]]
    : [];
  return [
    ...limit,
    ...cursor,
    ...(limit.length + cursor.length > 0 ? [] : [['limit', '3'] as const]),
  ];
}

export function keyWorkFields(draw: Draw, { word }: Secret): InputFields {
  return [
    ['idempotencyKey', plain(draw.pick([...KEYS.slice(0, 5), null, '', word, word.repeat(12)]))],
  ];
}

/** An input of `seedHoneyToken`: of `tokenize`, what it has in common. */
export function honeyFields(draw: Draw, secret: Secret): InputFields {
  const known = ['dataClass', 'customClass', 'plaintext', 'format', 'metadata'];
  return tokenizeFields(draw, secret).filter(([name]) => known.includes(name));
}

/** A page of a list, with a cursor that nobody gave out. */
export function pageFields(draw: Draw, { pan, word }: Secret): InputFields {
  const cursor = Buffer.from(draw.pick(['1', '99', pan, word, '-1'])).toString('base64url');
  return [
    ['limit', plain(draw.pick([1, 5, 20, 100, 0, 101, -1, 1.5, null]))],
    ['nextToken', plain(draw.pick([null, null, null, cursor, word, pan, '', `${word}.${pan}`]))],
  ];
}

export function budgetFields(draw: Draw): InputFields {
  const scope = draw.pick(['ACTOR', 'TENANT', 'PURPOSE', 'PURPOSE']);
  const isOfPurpose = scope === 'PURPOSE' ? !draw.rarely(8) : draw.rarely(8);
  // Nothing that the other operations need is ever short of what they ask.
  const limit = () => draw.pick([1_000_000, 100_000_000, 100_000_001, -1, 2 ** 31, 1.5]);
  return [
    ['scope', plain(scope)],
    ['kind', plain(scope === 'PURPOSE' && !draw.rarely(5) ? null : draw.pick(KINDS))],
    ...(isOfPurpose ? ([['purpose', plain(draw.pick(PURPOSES))]] as const) : []),
    ['perMinute', plain(draw.rarely(8) ? limit() : 1_000_000)],
    ['perDay', plain(draw.rarely(8) ? limit() : 100_000_000)],
  ];
}

/** What people write, which may hold anything. */
function noteOf(draw: Draw, { pan, word }: Secret): string {
  if (!draw.rarely(4)) return `Case ${word}`;
  return draw.pick([word, pan, `card ${pan}.`, '', `${word}\u0000`]);
}

export function requestApprovalFields(
  draw: Draw,
  secret: Secret,
  pool: readonly string[],
): InputFields {
  const token = tokenOf(draw, secret, pool);
  const what: InputFields = draw.rarely(3)
    ? [['tokens', plain(draw.pick([[token], [token, token], [], null]))]]
    : [['count', plain(draw.rarely(6) ? draw.pick([10_001, 0, -1]) : 100)]];
  return [
    ...what,
    ['purpose', plain(draw.pick(PURPOSES))],
    ['ticket', plain(noteOf(draw, secret))],
    ['reason', plain(noteOf(draw, secret))],
    ['minutes', plain(draw.rarely(6) ? draw.pick([481, 0, -1]) : 60)],
    ...keyOf(draw),
  ];
}

function approvalOf(draw: Draw, { pan, word }: Secret): string {
  if (!draw.rarely(4)) return `approval-${1 + draw.below(8)}`;
  return draw.pick(['approval-999999', 'approval-0', word, pan, '']);
}

export function decideApprovalFields(draw: Draw, secret: Secret): InputFields {
  return [
    ['id', plain(approvalOf(draw, secret))],
    ['decision', plain(draw.pick(['APPROVE', 'REJECT']))],
  ];
}

export function revokeApprovalFields(draw: Draw, secret: Secret): InputFields {
  return [['id', plain(approvalOf(draw, secret))]];
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
