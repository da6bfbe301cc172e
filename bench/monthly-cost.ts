import { STANDING_PARTS } from '../infra/standing-parts.ts';
import { costPerMillion, SAMPLES_DESIGN } from './cost.ts';
import type { Usage } from './cost.ts';
import { measuredUnits, plus, unitsOfBatch } from './measured-units.ts';
import type { MeasuredUnits } from './measured-units.ts';
import { MONTHLY_PRICES } from './monthly-prices.ts';

/** What happens in a month. */
export interface Load {
  /** Values that are tokenized, new ones, and how many a request has: 1 to 50. */
  readonly tokenized: number;
  /** Of these, the part that is deterministic: 0 to 1. */
  readonly deterministic: number;
  /** Values that are handed out. */
  readonly released: number;
  readonly batch: number;
  readonly tenants: number;
  /** Copies of the vault function that stay warm, each with a cache of its own. */
  readonly environments: number;
  readonly branchKeyTtlSeconds: number;
  /** Records that are kept, and users that sign in. */
  readonly stored: number;
  readonly users: number;
}

/** Dollars a month by what they are paid for. */
export type Bill = Readonly<Record<string, number>>;

const SECONDS_OF_MONTH = 30 * 24 * 3600;
const MILLION = 1e6;
const GIGABYTE = 1e9;
/** A record, its fingerprint item and two audit events with their copies in an index. Not measured. */
const STORED_BYTES = { record: 900, audit: 2 * 2 * 900 };
/** A tenant's rows that are asked for: branch key and beacon key. */
const KEY_STORE_ROWS = 2;
/** What a function logs of a request. Not measured. */
const LOGGED_BYTES = 1600;
/** Milliseconds of the function: of a request, and of each item. Measured on loopback, rounded up. */
const CPU = { request: 6, item: 1 };

function unitsOf({ batch, deterministic }: Load): {
  tokenize: MeasuredUnits;
  release: MeasuredUnits;
} {
  const of = (single: string, fifty: string): MeasuredUnits =>
    unitsOfBatch(measuredUnits(single), measuredUnits(fifty), batch);
  const random = of('tokenize: random', 'tokenizeBatch: 50 random');
  const known = of('tokenize: deterministic, new', 'tokenizeBatch: 50 deterministic, new');
  const mixed = (read: (one: MeasuredUnits) => number): number =>
    read(random) * (1 - deterministic) + read(known) * deterministic;
  return {
    tokenize: {
      writeUnits: mixed((one) => one.writeUnits),
      readUnits: mixed((one) => one.readUnits),
    },
    release: plus(of('detokenize', 'detokenizeBatch: 50'), of('release', 'release: 50 at once')),
  };
}

function usageOf(units: MeasuredUnits, { batch }: Load, serviceCalls: number): Usage {
  const cpuMs = CPU.request + CPU.item * batch;
  return { front: 'appsync', itemsPerRequest: batch, ...units, kmsCalls: 0, serviceCalls, cpuMs };
}

function perMonth(items: number, usage: Usage): Bill {
  const parts = Object.entries(costPerMillion(usage)).filter(([name]) => name !== 'total');
  return Object.fromEntries(parts.map(([name, dollars]) => [name, (dollars * items) / MILLION]));
}

function add(...bills: readonly Bill[]): Bill {
  const names = new Set(bills.flatMap((bill) => Object.keys(bill)));
  return Object.fromEntries(
    [...names].map((name) => [name, bills.reduce((sum, bill) => sum + (bill[name] ?? 0), 0)]),
  );
}

/** Calls to KMS follow the caches, not the items: each copy asks for each tenant once a life. */
function keyCalls({ environments, tenants, branchKeyTtlSeconds }: Load): number {
  return (environments * tenants * KEY_STORE_ROWS * SECONDS_OF_MONTH) / branchKeyTtlSeconds;
}

function kept(bytes: number): number {
  return (bytes / GIGABYTE) * (MONTHLY_PRICES.storageGb + MONTHLY_PRICES.recoveryGb);
}

type Parts = Readonly<Record<keyof typeof STANDING_PARTS, number>>;

function fixed({ keys, firewallRules, endpointZones, alarms, dashboards }: Parts): number {
  const { key, firewall, firewallRule, endpointHour, alarm, dashboard } = MONTHLY_PRICES;
  const hours = 730;
  return (
    keys * key +
    firewall +
    firewallRules * firewallRule +
    endpointZones * hours * endpointHour +
    alarms * alarm +
    dashboards * dashboard
  );
}

/** This gateway, with what stands in its templates. */
export function gatewayBill(load: Load): Bill {
  const { tokenize, release } = unitsOf(load);
  const requests = (load.tokenized + 2 * load.released) / load.batch;
  return add(
    perMonth(load.tokenized, usageOf(tokenize, load, 4)),
    perMonth(load.released, usageOf(release, load, 14)),
    {
      kms: keyCalls(load) * MONTHLY_PRICES.kmsCall,
      logs: ((requests * LOGGED_BYTES) / GIGABYTE) * MONTHLY_PRICES.logGb,
      storage: kept(load.stored * STORED_BYTES.record + requests * STORED_BYTES.audit),
      users: load.users * MONTHLY_PRICES.userPlus,
      fixed: fixed(STANDING_PARTS),
    },
  );
}

/** The samples’ design for the same load: one item a request, a data key of KMS for each, either way. */
export function samplesBill(load: Load): Bill {
  const items = load.tokenized + load.released;
  return add(perMonth(items, SAMPLES_DESIGN), {
    logs: ((items * LOGGED_BYTES) / GIGABYTE) * MONTHLY_PRICES.logGb,
    storage: (load.stored * STORED_BYTES.record * MONTHLY_PRICES.storageGb) / GIGABYTE,
    users: load.users * MONTHLY_PRICES.userEssentials,
    fixed: fixed({ ...STANDING_PARTS, keys: 1, firewallRules: 0 }),
  });
}

export const totalOf = (bill: Bill): number =>
  Object.values(bill).reduce((sum, dollars) => sum + dollars, 0);
