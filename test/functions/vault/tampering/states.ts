import { code, lasting, limited, note } from './inputs.ts';
import { ANY_NUMBER, ofToken } from './kind.ts';
import type { Age, Kind } from './kind.ts';
import { byToken, change, forPurpose, release, resolve } from './questions.ts';

const STATE = ['schema', 'state', 'uses', 'version', 'recordVersion', 'writeIds'];

const revoke: Age = async (bench, specimens, tenant, isOther) => {
  const asked = specimens.map(byToken);
  await bench.ask('revokeToken', asked, tenant);
  if (isOther) await bench.ask('restoreToken', asked, tenant);
};

const takeUse: Age = async (bench, specimens, tenant, isOther) => {
  if (!isOther) await bench.ask('release', specimens.map(forPurpose), tenant);
};

export const STATES: readonly Kind[] = [
  {
    name: 'the state of a limited token',
    table: 'CONTROL_TABLE',
    attributes: [...STATE, 'expiresAt'],
    alike: ['schema', 'state', 'recordVersion'],
    edits: { uses: ANY_NUMBER, version: ANY_NUMBER, state: [{ S: 'ERASED' }, { S: 'REVOKED' }] },
    input: limited,
    age: takeUse,
    tokenOf: ofToken,
    questions: [resolve(), release(), change('revokeToken')],
  },
  {
    name: 'the state of a token that is not to be drawn again',
    table: 'CONTROL_TABLE',
    attributes: [...STATE, 'endsAt'],
    alike: ['schema', 'state', 'uses', 'version', 'recordVersion'],
    input: lasting,
    tokenOf: ofToken,
    questions: [resolve(), release()],
  },
  {
    name: 'the state of a revoked token',
    table: 'CONTROL_TABLE',
    attributes: STATE,
    alike: ['schema', 'uses'],
    edits: { state: [{ S: 'ACTIVE' }], recordVersion: ANY_NUMBER },
    input: note,
    age: revoke,
    tokenOf: ofToken,
    questions: [resolve('TOKEN_NOT_FOUND'), release('TOKEN_NOT_FOUND'), change('restoreToken')],
  },
  {
    name: 'the state of a card verification code',
    table: 'CONTROL_TABLE',
    attributes: [...STATE, 'expiresAt'],
    alike: ['schema', 'state', 'uses', 'version', 'recordVersion'],
    input: code,
    tokenOf: ofToken,
    questions: [resolve('PURPOSE_NOT_ALLOWED'), release('PURPOSE_NOT_ALLOWED')],
  },
];

const erase: Age = async (bench, specimens, tenant) => {
  await bench.ask('eraseToken', specimens.map(byToken), tenant);
};

/** The signing fails, so the tombstones wait for their receipts. */
const eraseUnsigned: Age = async (bench, specimens, tenant, isOther) => {
  const failing = { status: 400, type: 'DisabledException' } as const;
  bench.vault.kmsWire.decide(({ operation }) => (operation === 'Sign' ? failing : 'pass'));
  await erase(bench, specimens, tenant, isOther);
  bench.vault.kmsWire.decide(null);
};

const ERASURE = [...STATE, 'erasedAt', 'dataClass', 'backupDays'];
const DEAD = [resolve('TOKEN_NOT_FOUND'), release('TOKEN_NOT_FOUND')];

export const TOMBSTONES: readonly Kind[] = [
  {
    name: 'the tombstone with its receipt',
    table: 'CONTROL_TABLE',
    attributes: [...ERASURE, 'statement', 'signature'],
    alike: ['schema', 'state', 'uses', 'recordVersion'],
    edits: { state: [{ S: 'ACTIVE' }], statement: [{ S: '{' }] },
    input: (isOther) => (isOther ? code(true) : note()),
    age: erase,
    tokenOf: ofToken,
    questions: [...DEAD, change('eraseToken')],
  },
  {
    name: 'the tombstone before its receipt',
    table: 'CONTROL_TABLE',
    attributes: ERASURE,
    alike: ['schema', 'state', 'uses', 'recordVersion'],
    edits: { backupDays: ANY_NUMBER },
    input: (isOther) => (isOther ? code(true) : note()),
    age: eraseUnsigned,
    tokenOf: ofToken,
    questions: [...DEAD, change('eraseToken')],
  },
];
