import { concernsTokens, inject, openProxy } from './fault-proxy.ts';
import type { Fault, ProxiedVault } from './fault-proxy.ts';
import { sampled } from './runs.ts';
import { VAULT_OPERATIONS, codesOf, send } from './vault-operations.ts';
import type { VaultOperation } from './vault-operations.ts';
import type { RunningVault } from './vault.ts';

/** How an operation went under a fault, and again when that was over. */
export interface Course {
  readonly name: string;
  readonly codes: readonly string[];
  /** How many requests met the fault. */
  readonly met: number;
  readonly requests: number;
  readonly again: readonly string[];
}

/**
 * Batches of 50 fail as batches do; single ones show more in less time. A charge that was broken off
 * is not done again when it is repeated: `charge-faults.test.ts`.
 */
export const FAULTED_OPERATIONS = sampled(
  VAULT_OPERATIONS.filter(({ name, operation }) => !name.includes('50') && operation !== 'charge'),
);

/** No operation sends more, whatever happens: the SDK's 3 attempts and the vault's own rounds. */
export const MOST_REQUESTS = 260;

/** Sends operations through faults, each in a vault process of its own, all side by side. */
export interface FaultCourses {
  /** All operations, or those that send what `sent` names, such as `UpdateItem`, for tokens. */
  run(fault: Fault, times: number, sent?: string): Promise<Course[]>;
  stop(): Promise<void>;
}

async function runCourse(
  { answer, wire }: ProxiedVault,
  { name, operation, prepare }: VaultOperation,
  fault: Fault,
  times: number,
): Promise<Course> {
  const received = await prepare(answer);
  wire.clear();
  const injected = inject(wire, fault, times);
  const codes = [...new Set(codesOf(await send(answer, operation, received)))];
  const requests = wire.passages.length;
  wire.decide(null);
  const again = [...new Set(codesOf(await send(answer, operation, received)))];
  return { name, codes, met: injected.met, requests, again };
}

/** A vault behind a proxy for an operation, and what that sends for tokens when nothing fails. */
interface Lane {
  readonly operation: VaultOperation;
  readonly proxy: ProxiedVault;
  readonly sends: ReadonlySet<string>;
}

async function openLane(vault: RunningVault, operation: VaultOperation): Promise<Lane> {
  const proxy = await openProxy(vault);
  const received = await operation.prepare(proxy.answer);
  proxy.wire.clear();
  await send(proxy.answer, operation.operation, received);
  const sent = proxy.wire.passages.filter(concernsTokens);
  return { operation, proxy, sends: new Set(sent.map((passage) => passage.operation)) };
}

export async function openCourses(vault: RunningVault): Promise<FaultCourses> {
  const lanes = await Promise.all(FAULTED_OPERATIONS.map((one) => openLane(vault, one)));
  return {
    run: (fault, times, sent) =>
      Promise.all(
        lanes
          .filter(({ sends }) => sent === undefined || sends.has(sent))
          .map(({ operation, proxy }) => runCourse(proxy, operation, fault, times)),
      ),
    stop: async () => {
      await Promise.all(lanes.map(({ proxy }) => proxy.stop()));
    },
  };
}

/** What of each course, by the name of its operation. */
export function byName(
  all: readonly Course[],
  what: (one: Course) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(all.map((one) => [one.name, what(one)]));
}

/** The same for every operation. */
export function everywhere(value: unknown): Record<string, unknown> {
  return Object.fromEntries(FAULTED_OPERATIONS.map(({ name }) => [name, value]));
}

/** What every operation shall answer under a lasting fault: unavailable, if it met it. */
export function unavailableWhereMet(all: readonly Course[]): Record<string, unknown> {
  return byName(all, ({ met }) => [met > 0 ? 'TEMPORARILY_UNAVAILABLE' : 'OK']);
}
