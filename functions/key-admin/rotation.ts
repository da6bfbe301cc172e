import type { Item } from '../vault/attempt.ts';
import type { Call } from '../vault/call.ts';
import { VaultError } from '../vault/errors.ts';
import type { KeyRotationData } from '../vault/administration-data.ts';
import { settle } from '../vault/outcome.ts';
import type { KeyWorkCommand } from './command.ts';
import type { KeyVersion, TenantKeyState } from './key-rows.ts';
import type { KeyAdminServices } from './services.ts';

type Needs = KeyAdminServices;

/**
 * A call may load the key as it was just before, keep it for a whole life, and write with it just
 * before that ends: two calls of the longest time that a function has.
 */
const MARGIN_SECONDS = 20;

/** From when on every writer uses a version, at the latest. */
export function usedByAllFrom({ createdAt }: KeyVersion, branchKeyLifeSeconds: number): Date {
  return new Date(createdAt.getTime() + (branchKeyLifeSeconds + MARGIN_SECONDS) * 1000);
}

async function stateOf({ rows }: Needs, call: Call): Promise<TenantKeyState> {
  const state = await rows.stateOf(call.tenant);
  if (state === null) throw new VaultError('TENANT_REQUIRED', 'TENANT_ERASED');
  return state;
}

/**
 * The version that is to be followed: the active one, written down with the idempotency key before
 * anything is done, so that a retry wants the same.
 */
async function versionToFollow(
  needs: Needs,
  call: Call,
  { idempotencyKey: key }: KeyWorkCommand,
): Promise<string> {
  const { active } = await stateOf(needs, call);
  if (key === null) return active.version;
  const request = { operation: call.operation, key, body: [] };
  return needs.idempotencyHold.claim(call, { request, token: active.version });
}

/** The one that was made next; a clock that went wrong in between leaves the active one. */
async function successorOf(needs: Needs, call: Call, version: string): Promise<KeyVersion> {
  const versions = await needs.rows.versionsOf(call.tenant);
  const at = versions.findIndex((one) => one.version === version);
  const next = at < 0 ? undefined : versions[at + 1];
  return next ?? (await stateOf(needs, call)).active;
}

async function rotate(needs: Needs, call: Call, command: KeyWorkCommand): Promise<KeyRotationData> {
  const version = await versionToFollow(needs, call, command);
  await needs.branchKeys.follow(call.tenant, version);
  const made = await successorOf(needs, call, version);
  return {
    keyVersion: made.version,
    rotatedAt: made.createdAt.toISOString(),
    usedByAllFrom: usedByAllFrom(made, needs.branchKeyLifeSeconds).toISOString(),
  };
}

/**
 * Has a new version follow the one that is active as the request comes. Rivals at once may share
 * one; a repeated request never makes another.
 */
export function createRotation(needs: Needs) {
  return (call: Call, items: readonly Item<KeyWorkCommand>[]): Promise<Item<KeyRotationData>[]> =>
    needs.attempts.run(call, items, (values) =>
      Promise.all(
        values.map(async (command) => {
          const outcome = await settle(() => rotate(needs, call, command));
          const subject = 'value' in outcome ? { keyVersion: outcome.value.keyVersion } : {};
          return { subject, outcome };
        }),
      ),
    );
}
