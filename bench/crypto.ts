import { CreateKeyCommand } from '@aws-sdk/client-kms';
import type { KMS } from '@aws-sdk/client-kms';

import type { Environment } from '../functions/vault/configuration.ts';
import type { Envelope } from '../functions/vault/envelope.ts';
import { createServices } from '../functions/vault/services.ts';
import { BENCH_TENANT, cachingManager, cipherOf, kmsPerItem, RAW } from './ciphers.ts';
import type { Cipher, CipherItem } from './ciphers.ts';
import { timed } from './cpu-clock.ts';
import type { Took } from './cpu-clock.ts';
import { testPans } from './requests.ts';
import { atMost, row } from './rows.ts';
import type { Row } from './rows.ts';
import { median, ratio } from './statistics.ts';

/** Of the raw limit; design.md gives it to what the gateway does for each item. */
const MAX_TIMES_RAW = 3;

export interface CryptoSizes {
  readonly rounds: number;
  /** Per round, of what calls no service. */
  readonly items: number;
  /** Per round, of what calls KMS for each item. */
  readonly calls: number;
}

interface Candidate {
  readonly name: string;
  readonly cipher: Cipher;
  readonly count: number;
  readonly isJudged: boolean;
}

function itemsFor(count: number, round: number): CipherItem[] {
  return testPans(count, round).map((value, index) => ({
    value,
    context: {
      tenant: BENCH_TENANT,
      token: `tok_${String(index).padStart(28, '0')}`,
      'data-class': 'PAN',
      format: 'OPAQUE',
      created: '2026-04-01T00:00:00.000Z',
    },
  }));
}

/** Both ways to write and read the same messages. */
function envelopes(environment: Environment): [name: string, envelope: Envelope][] {
  const of = (kind: string) => createServices({ ...environment, ENVELOPE: kind }).envelope;
  return [
    ['ours, keys cached', of('one-shot')],
    ['ours with ENVELOPE=library, keys cached', of('library')],
  ];
}

/** Caches as a new process has them, for every item anew. */
function cold(environment: Environment): Cipher {
  const fresh = () => cipherOf(createServices(environment).envelope);
  return {
    seal: (item) => fresh().seal(item),
    opens: (item, ciphertext) => fresh().opens(item, ciphertext),
  };
}

async function candidatesFor(environment: Environment, kms: KMS, sizes: CryptoSizes) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand());
  const keyArn = KeyMetadata?.Arn ?? '';
  const cached = envelopes(environment).map(([name, envelope], index): Candidate => {
    return { name, cipher: cipherOf(envelope), count: sizes.items, isJudged: index === 0 };
  });
  const calling = (name: string, cipher: Cipher): Candidate => {
    return { name, cipher, count: sizes.calls, isJudged: false };
  };
  return [
    { name: 'raw HKDF + AES-256-GCM', cipher: RAW, count: sizes.items, isJudged: false },
    ...cached,
    calling('ours, nothing cached', cold(environment)),
    calling('library default, KMS per item', kmsPerItem(kms, keyArn)),
    calling('library caching manager, a context per item', cachingManager(kms, keyArn)),
  ];
}

interface Times {
  readonly seal: Took[];
  readonly open: Took[];
}

const newTimes = (): Times => ({ seal: [], open: [] });

async function runRound({ cipher, count }: Candidate, round: number, times: Times): Promise<void> {
  const items = itemsFor(count, round);
  const sealed: Uint8Array[] = [];
  const seal = async () => {
    for (const item of items) sealed.push(await cipher.seal(item));
  };
  const open = async () => {
    for (const [index, item] of items.entries()) {
      const isSame = await cipher.opens(item, sealed[index] ?? new Uint8Array());
      if (!isSame) throw new Error('A value did not come back as it went in.');
    }
  };
  times.seal.push(await timed(seal));
  times.open.push(await timed(open));
}

type Direction = keyof Times;

function rowsOf(direction: Direction, measured: readonly (Candidate & { times: Times })[]): Row[] {
  const [raw] = measured;
  const costOf = ({ times, count }: { times: Times; count: number }) =>
    median(times[direction].map(({ cpuMs }) => (cpuMs * 1000) / count));
  const limit = raw === undefined ? NaN : costOf(raw);
  return measured.map((one) => {
    const cost = costOf(one);
    const times = ratio(cost, limit);
    const rate = median(ratesOf(one, direction));
    const note = `${Math.round(rate)} items/s`;
    if (one === raw)
      return row('crypto', `${direction}: ${one.name}`, cost, 'µs CPU/item', { note });
    return row('crypto', `${direction}: ${one.name}`, cost, 'µs CPU/item', {
      note,
      compared: { ratio: times, reference: 'raw' },
      target: one.isJudged ? atMost(MAX_TIMES_RAW, times, '× raw') : null,
    });
  });
}

function ratesOf(
  { times, count }: { times: Times; count: number },
  direction: Direction,
): number[] {
  return times[direction].map(({ wallMs }) => (count / wallMs) * 1000);
}

/**
 * What one item costs this process, by ways to encrypt it: 16-byte PANs, a context of five pairs for
 * each. The ways take turns, so that a disturbance meets them all.
 */
export async function measureCrypto(
  environment: Environment,
  kms: KMS,
  sizes: CryptoSizes,
): Promise<Row[]> {
  Object.assign(process.env, environment);
  const candidates = await candidatesFor(environment, kms, sizes);
  const measured = candidates.map((one) => ({ ...one, times: newTimes() }));
  for (const one of measured) await runRound(one, 0, newTimes());
  for (let round = 1; round <= sizes.rounds; round += 1) {
    for (const one of measured) await runRound(one, round, one.times);
  }
  return [...rowsOf('seal', measured), ...rowsOf('open', measured)];
}
