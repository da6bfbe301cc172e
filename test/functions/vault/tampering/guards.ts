import { code, keyed, note } from './inputs.ts';
import { ANY_NUMBER, naming } from './kind.ts';
import type { Age, Kind } from './kind.ts';
import { again, change, resolve, withKey } from './questions.ts';
import type { Question } from './questions.ts';

const GUARD = ['schema', 'requestMac', 'token', 'expiresAt', 'writeId'];

/** An item of an idempotency key: the request that left it is asked again. */
function guard(operation: string, question: Question, more: Partial<Kind> = {}): Kind {
  return {
    name: `the idempotency item of ${operation}`,
    table: 'CONTROL_TABLE',
    attributes: GUARD,
    // Of items made within one second.
    alike: ['schema', 'expiresAt'],
    edits: { expiresAt: ANY_NUMBER },
    input: () => keyed(note()),
    tokenOf: naming(`#idempotency#${operation}#`),
    questions: [question],
    ...more,
  };
}

/** Asks each question as it will be asked again, so that it leaves its idempotency item. */
function askFirst({ operation, about }: Question): Age {
  return async (bench, specimens, tenant) => {
    await bench.ask(operation, specimens.map(about), tenant);
  };
}

const keyedResolve = withKey(resolve());
const keyedRevoke = withKey(change('revokeToken'));

export const GUARDS: readonly Kind[] = [
  guard('tokenize', again),
  guard('detokenize', keyedResolve, { age: askFirst(keyedResolve) }),
  guard('revokeToken', keyedRevoke, { age: askFirst(keyedRevoke) }),
  guard('tokenize', again, {
    name: 'the idempotency item of a card verification code',
    input: (isOther) => keyed(code(isOther)),
  }),
  guard('tokenize#value', again, {
    table: 'CVC_TABLE',
    input: (isOther) => keyed(code(isOther)),
  }),
];
