import type { Item } from '../vault/attempt.ts';
import { MAX_ROUNDS, pause } from '../vault/backoff.ts';
import type { Call } from '../vault/call.ts';
import { VaultError } from '../vault/errors.ts';
import { settle } from '../vault/outcome.ts';
import { newPass } from '../vault/rewrap-job.ts';
import type { RewrapJob } from '../vault/rewrap-job.ts';
import type { KeyWorkCommand } from './command.ts';
import type { TenantKeyState } from './key-rows.ts';
import { usedByAllFrom } from './rotation.ts';
import type { KeyAdminServices } from './services.ts';

type Needs = KeyAdminServices;

/** What a request stands for: a job by its id, and the one that it is to follow. */
interface Wanted {
  readonly id: string;
  readonly after: string;
}

/** When no one writes under an older version any more. Of the first there is none older. */
export function passFrom(
  { active, createdAt }: TenantKeyState,
  branchKeyLifeSeconds: number,
): Date {
  const isFirst = active.createdAt.getTime() <= createdAt.getTime();
  return isFirst ? active.createdAt : usedByAllFrom(active, branchKeyLifeSeconds);
}

/** Written down with the idempotency key before anything is done, so that a retry wants the same. */
async function wantedBy(
  { idempotencyHold, random }: Needs,
  call: Call,
  { idempotencyKey: key }: KeyWorkCommand,
  kept: RewrapJob | null,
): Promise<Wanted> {
  const isRunning = kept !== null && kept.state !== 'DONE';
  const wanted = { id: isRunning ? kept.id : random.uuid(), after: kept?.id ?? '' };
  if (key === null) return wanted;
  const request = { operation: call.operation, key, body: [] };
  const token = await idempotencyHold.claim(call, {
    request,
    token: `${wanted.id} ${wanted.after}`,
  });
  const [id = '', after = ''] = token.split(' ');
  return { id, after };
}

/** Whether the job that there is answers the request: under way, the very one, or a later one. */
function answers(kept: RewrapJob, { id, after }: Wanted): boolean {
  return kept.state !== 'DONE' || kept.id === id || kept.id !== after;
}

async function newJob(
  { branchKeyLifeSeconds, clock, rows }: Needs,
  call: Call,
  id: string,
): Promise<RewrapJob> {
  const state = await rows.stateOf(call.tenant);
  if (state === null) throw new VaultError('TENANT_REQUIRED', 'TENANT_ERASED');
  const now = clock().toISOString();
  const pass = newPass(state.active.version, passFrom(state, branchKeyLifeSeconds));
  return { id, state: 'RUNNING', startedAt: now, updatedAt: now, endedAt: null, ...pass };
}

async function start(needs: Needs, call: Call, command: KeyWorkCommand): Promise<RewrapJob> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await pause(round);
    const { job: found, item } = await needs.rewrapJobs.look(call);
    // A job that is not as we wrote it has no other way out: it begins anew.
    const kept = 'value' in found ? found.value : null;
    const wanted = await wantedBy(needs, call, command, kept);
    if (kept !== null && answers(kept, wanted)) {
      if (kept.state !== 'DONE') await needs.rewrapJobs.requeue(call.tenant);
      return kept;
    }
    const job = await newJob(needs, call, wanted.id);
    if ((await needs.rewrapJobs.begin(call, job, item)) !== null) return job;
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

async function statusOf({ rewrapJobs }: Needs, call: Call): Promise<RewrapJob | null> {
  const { job } = await rewrapJobs.look(call);
  if ('failure' in job) throw job.failure;
  return job.value;
}

type Work<Result> = (needs: Needs, call: Call, command: KeyWorkCommand) => Promise<Result>;

function onJob<Result extends RewrapJob | null>(needs: Needs, work: Work<Result>) {
  return (call: Call, items: readonly Item<KeyWorkCommand>[]): Promise<Item<Result>[]> =>
    needs.attempts.run(call, items, (values) =>
      Promise.all(
        values.map(async (command): Promise<Item<Result>> => {
          const outcome = await settle(() => work(needs, call, command));
          const job = 'value' in outcome ? outcome.value : null;
          const subject = job === null ? {} : { job: job.id, keyVersion: job.keyVersion };
          return { subject, outcome };
        }),
      ),
    );
}

/**
 * Starts a job that moves all records of the tenant to the version that is active, unless one is
 * under way: that one is the answer, to any number of requests. A repeated request starts none either.
 */
export function createRewrapStart(needs: Needs) {
  return onJob<RewrapJob>(needs, start);
}

/** The tenant's last job; null if there never was one. Outcome: INTERNAL (TAMPERED). */
export function createRewrapStatus(needs: Needs) {
  return onJob<RewrapJob | null>(needs, statusOf);
}
