import { keyArn, localName, parsePrincipal } from './arn.ts';
import type { Place } from './arn.ts';
import type { EncryptionContext } from './encryption-context.ts';
import {
  accessDenied,
  invalid,
  invalidKeyUsage,
  invalidState,
  keyDisabled,
  keyNotFound,
  malformedPolicy,
  nameNotFound,
} from './errors.ts';
import type { KeyUsage } from './key-specs.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import type { KmsRequest } from './operation.ts';
import { allows } from './policy.ts';
import { parsePolicy } from './policy-document.ts';
import type { Statement } from './policy-document.ts';
import { conditionContext } from './request-context.ts';

/** Which key a request is about and what it wants with it. */
export interface Wish {
  /** Key id, key ARN, or (only with `aliases`) alias name or alias ARN. */
  readonly keyId: string;
  readonly aliases?: boolean;
  /** Without prefix; the operation's own name unless said. */
  readonly action?: string;
  readonly encryptionContext?: EncryptionContext;
  readonly conditions?: Readonly<Record<string, string>>;
}

/** The one door to a key: resolves its name, then asks its policy. */
export interface Access {
  /** @throws ServiceError NotFoundException, AccessDeniedException or ValidationException */
  key(request: KmsRequest, wish: Wish): StoredKey;
  /** As `key`, and the key must be enabled and of this usage. */
  usableKey(request: KmsRequest, wish: Wish & { readonly usage: KeyUsage }): StoredKey;
  /** Resolves a name without asking the policy. */
  resolve(name: string, aliases: boolean): StoredKey;
  exists(keyId: string): boolean;
  /** Refuses a policy that would lock its author out, as KMS does unless told. */
  refuseLockout(request: KmsRequest, key: StoredKey, policy: readonly Statement[]): void;
}

const KEY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createAccess(store: KeyStore, place: Place): Access {
  const resolve = (name: string, aliases: boolean) => resolveKey(store, place, name, aliases);
  const isAllowed = (
    request: KmsRequest,
    key: StoredKey,
    wish: Wish,
    policy: readonly Statement[],
  ) => allows(policy, policyRequest(store, place, request, key, wish));
  const key = (request: KmsRequest, wish: Wish) => {
    const found = resolve(wish.keyId, wish.aliases ?? false);
    request.touched.add(found.id);
    if (!isAllowed(request, found, wish, parsePolicy(found.policy))) {
      const action = `kms:${wish.action ?? request.operation}`;
      throw accessDenied(request.principal, action, keyArn(place, found.id));
    }
    return found;
  };
  return {
    key,
    resolve,
    exists: (keyId) => store.state.keys[keyId] !== undefined,
    usableKey: (request, wish) => {
      const found = key(request, wish);
      const arn = keyArn(place, found.id);
      requireEnabled(found, arn);
      if (found.usage !== wish.usage) throw invalidKeyUsage(arn, found.usage);
      return found;
    },
    refuseLockout: (request, found, policy) => {
      const wish = { keyId: found.id, action: 'PutKeyPolicy' };
      if (isAllowed(request, found, wish, policy)) return;
      throw malformedPolicy(
        'The new key policy will not allow you to update the key policy in the future.',
      );
    },
  };
}

/** @throws ServiceError DisabledException or KMSInvalidStateException */
export function requireEnabled(key: StoredKey, arn: string): void {
  if (key.state === 'Disabled') throw keyDisabled(arn);
  requireNotPendingDeletion(key, arn);
}

/** @throws ServiceError KMSInvalidStateException */
export function requireNotPendingDeletion(key: StoredKey, arn: string): void {
  if (key.state === 'PendingDeletion') throw invalidState(arn, 'pending deletion');
}

function resolveKey(store: KeyStore, place: Place, name: string, aliases: boolean): StoredKey {
  const local = localName(place, name);
  const isAlias = local.startsWith('alias/');
  if (isAlias && !aliases) throw invalid('KeyId must be a key ID or key ARN here.');
  const id = isAlias ? store.state.aliases[local]?.target : local;
  if (id === undefined || !KEY_ID.test(id)) throw nameNotFound();
  const key = store.state.keys[id];
  if (key === undefined) throw keyNotFound(keyArn(place, id));
  return key;
}

function policyRequest(
  store: KeyStore,
  place: Place,
  request: KmsRequest,
  key: StoredKey,
  wish: Wish,
) {
  const principal = parsePrincipal(request.principal);
  const alias = localName(place, wish.keyId);
  const requestAlias = alias.startsWith('alias/') ? { 'kms:RequestAlias': alias } : {};
  const context = conditionContext({
    place,
    principal,
    key: { ...key, aliases: aliasesOf(store, key.id) },
    encryptionContext: wish.encryptionContext ?? new Map(),
    more: { ...requestAlias, ...wish.conditions },
  });
  const action = `kms:${wish.action ?? request.operation}`;
  return { principal, action, resource: keyArn(place, key.id), context };
}

function aliasesOf(store: KeyStore, id: string): string[] {
  const aliases = Object.entries(store.state.aliases);
  return aliases.filter(([, { target }]) => target === id).map(([name]) => name);
}
