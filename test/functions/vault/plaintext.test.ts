import { readFileSync, readdirSync } from 'node:fs';
import { inspect } from 'node:util';

import { Plaintext } from '../../../functions/vault/plaintext.ts';

const CANARY = 'canary-4f1c';

test('a plaintext does not show when printed, serialized, joined, spread or inspected', () => {
  const plaintext = new Plaintext(CANARY);
  const shown = [
    String(plaintext),
    plaintext.toString(),
    [plaintext].join(),
    JSON.stringify({ plaintext }),
    JSON.stringify(Object.assign({}, plaintext)),
    inspect(plaintext, { showHidden: true, depth: 9 }),
    inspect({ nested: [plaintext] }, { showHidden: true, depth: 9 }),
    Object.entries(plaintext).join(),
    new Error('failed', { cause: plaintext }),
  ].map((one) => inspect(one, { showHidden: true }));
  for (const text of shown) expect(text).not.toContain(CANARY);
  expect(plaintext.expose()).toBe(CANARY);
});

test('expose() is called by the normalization door, the envelope, the HMAC of values, the notes of approvals, the release reply and the charge only', () => {
  const folder = 'functions/vault';
  const callers = readdirSync(folder).filter((file) =>
    readFileSync(`${folder}/${file}`, 'utf8').includes('.expose('),
  );
  expect(callers.sort()).toEqual([
    'charge-function.ts',
    'data-classes.ts',
    'envelope.ts',
    'fingerprint.ts',
    'release.ts',
    'show-approvals.ts',
  ]);
});

const OTHERS = [
  'functions/charge',
  'functions/key-admin',
  'functions/cvc-sweeper',
  'functions/rewrap',
];

test('no function but the vault makes a text of a value', () => {
  for (const folder of OTHERS) {
    for (const file of readdirSync(folder)) {
      expect(readFileSync(`${folder}/${file}`, 'utf8')).not.toMatch(/Plaintext\b|\.expose\(/);
    }
  }
});

test('no function writes to the console', () => {
  for (const folder of ['functions/vault', ...OTHERS]) {
    for (const file of readdirSync(folder)) {
      expect(readFileSync(`${folder}/${file}`, 'utf8')).not.toMatch(/console\s*\./);
    }
  }
});
