import { userOf } from '../../support/users.ts';
import { drawSecret } from './draw.ts';
import type { Draw, Secret } from './draw.ts';
import type { InputFields } from './fields.ts';
import type { Attacked } from './operations.ts';
import { PROTOTYPE_NAMES, VALUE_GENERATORS } from './values.ts';

/** One hostile request: the body as text, and what its answer must not show. */
export interface HostileRequest {
  readonly operation: string;
  readonly generator: string;
  readonly username: string;
  /** Whether the access token comes in place of the ID token. */
  readonly withAccessToken: boolean;
  readonly body: string;
  readonly secret: Secret;
}

interface Making {
  readonly attacked: Attacked;
  readonly draw: Draw;
  readonly secret: Secret;
  readonly pool: readonly string[];
}

const OTHERS = [userOf('tokenizers'), userOf('support'), userOf('approvers'), 'globex-payments'];

function objectText(fields: InputFields): string {
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

function bodyText(document: string, variables: string, more = ''): string {
  return `{"query":${JSON.stringify(document)},"variables":${variables}${more}}`;
}

function inputsOf({ attacked, draw, secret, pool }: Making, first: InputFields): string {
  const size = attacked.isBatch ? draw.pick([0, 1, 1, 2, 3, 3, 5, 9, 51]) : 1;
  // One bad item of 51 would have the whole request refused before the vault counts them.
  const next = () => (size > 50 ? first : attacked.fields(draw, secret, pool));
  const rest = Array.from({ length: Math.max(0, size - 1) }, () => objectText(next()));
  return attacked.variables(size === 0 ? [] : [objectText(first), ...rest]);
}

const fieldsOf = ({ attacked, draw, secret, pool }: Making): InputFields =>
  attacked.fields(draw, secret, pool);

/** One member of the input is replaced, most often the one that carries a value. */
function withValue(making: Making, value: string): string {
  const fields = fieldsOf(making);
  const carrier = fields.findIndex(([name]) => name === 'plaintext' || name === 'token');
  const at = carrier < 0 || making.draw.rarely(3) ? making.draw.below(fields.length) : carrier;
  const changed = fields.map(([name, old], index) => [name, index === at ? value : old] as const);
  return bodyText(making.attacked.document, inputsOf(making, changed));
}

function duplicateKeys(making: Making): string {
  const { attacked, draw, secret } = making;
  const fields = fieldsOf(making);
  const [name, value] = draw.pick(fields);
  const doubled = [...fields, [name, draw.pick([value, `"${secret.word}"`, '"PAN"'])] as const];
  const variables = inputsOf(making, doubled);
  const more = draw.rarely(3) ? `,"variables":${variables},"query":"{ me { id } }"` : '';
  return bodyText(attacked.document, variables, more);
}

function prototypeMember(making: Making): string {
  const { attacked, draw, secret } = making;
  const member = [draw.pick(PROTOTYPE_NAMES), `{"tenant":"${secret.word}"}`] as const;
  const variables = inputsOf(making, [...fieldsOf(making), member]);
  const more = draw.rarely(2) ? `,"__proto__":{"query":"${secret.word}"}` : '';
  return bodyText(attacked.document, variables, more);
}

function brokenBody(making: Making): string {
  const { attacked, draw, secret } = making;
  const whole = bodyText(attacked.document, inputsOf(making, fieldsOf(making)));
  return draw.pick([
    whole.slice(0, 20 + draw.below(whole.length - 20)),
    `\ufeff${whole}`,
    `[${whole}]`,
    whole.replace(/.$/, `,"extensions":"${secret.word}","operationName":"${secret.word}"}`),
    `"${secret.word}"`,
    `${whole}${whole}`,
    bodyText(attacked.document, `"${secret.word}"`),
    bodyText(attacked.document, `[${whole}]`),
  ]);
}

/** A name that is letters only is the document's, and may come back; one like a PAN may not. */
function hostileDocument({ attacked, draw, secret: { pan } }: Making): string {
  const word = `a${pan}`;
  const field = attacked.name === 'plaintext release' ? 'detokenize' : attacked.name;
  return bodyText(
    draw.pick([
      `mutation { ${field}(input: { dataClass: PAN, plaintext: ${pan} }) { token } }`,
      `{ ${field}(token: "${pan}", ${word}: ${pan}) { ${word} } }`,
      `query ${word}($a: ID = "${pan}") { token(token: $a) { token } me { ${word} } }`,
      `{ me { id ...${word} } } fragment ${word} on Actor { tenant ...${word} }`,
      `mutation { ${field}(input: { token: "${pan}", purpose: ${word} }) { __typename } }`,
      `{ ${'me { '.repeat(draw.pick([5, 500]))} ${word}`,
      `{ me @include(if: "${pan}") { id } }`,
      `subscription { ${word}(pan: ${pan}) }`,
      `{ __type(name: "${word}") { name } ${Array.from({ length: 60 }, (_, at) => `a${at}: me { id }`).join(' ')} }`,
      `# ${pan}\n{ me { id } }`,
    ]),
    '{}',
  );
}

/** Each way to make a body, by the name that the tally prints. */
const BODY_GENERATORS: Readonly<Record<string, (making: Making) => string>> = {
  ...Object.fromEntries(
    Object.entries(VALUE_GENERATORS).map(([name, value]) => [
      name,
      (making: Making) => withValue(making, value(making.draw, making.secret)),
    ]),
  ),
  'duplicate keys': duplicateKeys,
  'prototype members': prototypeMember,
  'broken body': brokenBody,
  'hostile document': hostileDocument,
  options: (making) => bodyText(making.attacked.document, inputsOf(making, fieldsOf(making))),
};

const GENERATOR_NAMES = Object.keys(BODY_GENERATORS);

/** The options take three shares: they reach deepest. */
const SHARES = [...GENERATOR_NAMES, 'options', 'options'];

export function hostileRequest(
  attacked: Attacked,
  draw: Draw,
  pool: readonly string[],
): HostileRequest {
  const secret = drawSecret(draw);
  const generator = draw.pick(SHARES);
  const body = BODY_GENERATORS[generator]?.({ attacked, draw, secret, pool }) ?? '';
  const username = draw.rarely(12) ? draw.pick(OTHERS) : attacked.username;
  const withAccessToken = draw.rarely(25);
  return { operation: attacked.name, generator, username, withAccessToken, body, secret };
}
