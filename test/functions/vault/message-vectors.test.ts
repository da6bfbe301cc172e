import { encodeContext } from '../../../functions/vault/encryption-context.ts';
import type { EncryptionContext } from '../../../functions/vault/envelope.ts';
import { unwrapDataKey } from '../../../functions/vault/hierarchical-wrap.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { createLibraryCipher } from '../../../functions/vault/library-cipher.ts';
import { parseMessage } from '../../../functions/vault/message-reader.ts';
import { createOneShotCipher } from '../../../functions/vault/one-shot-cipher.ts';
import { sealMessage } from '../../../functions/vault/one-shot-message.ts';
import { knownBranchKey, knownBranchKeys } from './envelopes.ts';
import type { KnownKey } from './envelopes.ts';
import vectors from './message-vectors.json';

interface Vector {
  readonly what: string;
  readonly writer: string;
  readonly branchKey: KnownKey;
  readonly context: EncryptionContext;
  readonly plaintext: string;
  readonly message: string;
  /** What the vault drew, where it was told what to draw. */
  readonly random?: string;
}

/** Messages that must open for ever: they pin the format. */
const VECTORS = vectors as unknown as readonly Vector[];

const contextOf = ({ context }: Vector) => encodeContext(context) ?? Buffer.alloc(0);
const isInOneFrame = ({ message }: Vector) => {
  const [first, ...others] = parseMessage(Buffer.from(message, 'hex')).body;
  return first?.part === 'finalFrame' && others.length === 0;
};

beforeAll(() => {
  process.env.AWS_REGION = 'us-east-1';
});

test.each(VECTORS)('the message of $writer with $what opens, by both envelopes', async (vector) => {
  const branchKeys = knownBranchKeys(vector.branchKey);
  const tenant = vector.branchKey.id.replace('tenant/', '') as Tenant;
  const message = Buffer.from(vector.message, 'hex');
  for (const cipher of [createOneShotCipher(branchKeys), createLibraryCipher(branchKeys)]) {
    const opened = await cipher.decrypt(tenant, vector.context, message);
    expect(opened.toString('hex')).toBe(vector.plaintext);
  }
});

test.each(VECTORS.filter(isInOneFrame))(
  'the message of $writer with $what is written byte for byte from the same random bytes',
  (vector) => {
    const branchKey = knownBranchKey(vector.branchKey);
    const { messageId, wrappedKey } = parseMessage(Buffer.from(vector.message, 'hex'));
    const dataKey = unwrapDataKey(branchKey, contextOf(vector), wrappedKey) ?? Buffer.alloc(0);
    const random = Buffer.concat([dataKey, messageId, wrappedKey.subarray(0, 28)]);
    expect(vector.random ?? random.toString('hex')).toBe(random.toString('hex'));
    const plaintext = Buffer.from(vector.plaintext, 'hex');
    const written = sealMessage(branchKey, contextOf(vector), plaintext, () => random);
    expect(written.toString('hex')).toBe(vector.message);
  },
);

test('a message takes all of its random bytes at once, and wipes its data key', () => {
  const [vector] = VECTORS as [Vector];
  const drawn: Buffer[] = [];
  const draw = (length: number) => {
    drawn.push(Buffer.alloc(length, 7));
    return drawn.at(-1) ?? Buffer.alloc(0);
  };
  const branchKey = knownBranchKey(vector.branchKey);
  sealMessage(branchKey, contextOf(vector), Buffer.from('note'), draw);
  expect(drawn.map(({ length }) => length)).toEqual([92]);
  expect(drawn[0]?.subarray(0, 32)).toEqual(Buffer.alloc(32));
});
