import { randomUUID } from 'node:crypto';

import { requireNotPendingDeletion } from './access.ts';
import { keyArn } from './arn.ts';
import { invalidState, unsupported } from './errors.ts';
import { choice, flag, integerOr, optionalText, text } from './input.ts';
import type { Input } from './input.ts';
import { keyMetadata } from './key-metadata.ts';
import { defaultPolicy } from './key-policies.ts';
import { chooseKeySpec } from './key-specs.ts';
import type { KeySpec } from './key-specs.ts';
import { newBackingKey } from './key-store.ts';
import type { KeyState, StoredKey } from './key-store.ts';
import { secondsOf } from './operation.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import { pageOf } from './page.ts';
import type { KmsParts } from './parts.ts';
import { parsePolicy } from './policy-document.ts';
import { readTags } from './tags.ts';

const DAY = 86_400;
const NAME_LENGTH = { min: 1, max: 2048 };

/** CreateKey, DescribeKey, ListKeys and the operations that change a key's state. */
export function keyOperations(parts: KmsParts): OperationFamily {
  const { store, access, place } = parts;
  return {
    CreateKey: (request) => createKey(parts, request),
    DescribeKey: (request) => {
      const keyId = text(request.input, 'KeyId', NAME_LENGTH);
      const key = access.key(request, { keyId, aliases: true });
      return { KeyMetadata: keyMetadata(place, key) };
    },
    ListKeys: ({ input }) => {
      const ids = Object.keys(store.state.keys);
      const { members, position } = pageOf(ids, input, 1000, 100);
      return { Keys: members.map((id) => ({ KeyId: id, KeyArn: keyArn(place, id) })), ...position };
    },
    EnableKey: (request) => {
      setState(parts, request, 'Enabled');
    },
    DisableKey: (request) => {
      setState(parts, request, 'Disabled');
    },
    ScheduleKeyDeletion: (request) => scheduleDeletion(parts, request),
    CancelKeyDeletion: (request) => cancelDeletion(parts, request),
  };
}

async function createKey(parts: KmsParts, request: KmsRequest) {
  const { store, access, place, clock } = parts;
  const { input } = request;
  refuseForeignMaterial(input);
  const spec = readSpec(input);
  const policy = optionalText(input, 'Policy', { min: 1, max: 131_072 }) ?? defaultPolicy(place);
  const statements = parsePolicy(policy);
  const secret = await spec.generate();
  const now = secondsOf(clock());
  const key: StoredKey = {
    id: randomUUID(),
    spec: spec.name,
    usage: spec.usage,
    description: optionalText(input, 'Description', { min: 0, max: 8192 }) ?? '',
    createdAt: now,
    state: 'Enabled',
    deletionAt: null,
    policy,
    tags: readTags(input),
    rotation: null,
    backingKeys: [newBackingKey(secret, now, 'CREATION')],
  };
  if (!flag(input, 'BypassPolicyLockoutSafetyCheck'))
    access.refuseLockout(request, key, statements);
  store.change(({ keys }) => (keys[key.id] = key));
  request.touched.add(key.id);
  return { KeyMetadata: keyMetadata(place, key) };
}

function readSpec(input: Input): KeySpec {
  const named = input.KeySpec === undefined ? 'CustomerMasterKeySpec' : 'KeySpec';
  const spec = optionalText(input, named, NAME_LENGTH) ?? 'SYMMETRIC_DEFAULT';
  const usage = optionalText(input, 'KeyUsage', NAME_LENGTH) ?? 'ENCRYPT_DECRYPT';
  return chooseKeySpec(spec, usage);
}

function refuseForeignMaterial(input: Input): void {
  if (flag(input, 'MultiRegion')) throw unsupported('Multi-Region keys are not supported.');
  choice(input, 'Origin', ['AWS_KMS'], 'AWS_KMS');
  for (const name of ['CustomKeyStoreId', 'XksKeyId']) {
    if (input[name] !== undefined) throw unsupported('Custom key stores are not supported.');
  }
}

function setState(parts: KmsParts, request: KmsRequest, state: KeyState): void {
  const { store, access, place } = parts;
  const key = access.key(request, { keyId: text(request.input, 'KeyId', NAME_LENGTH) });
  requireNotPendingDeletion(key, keyArn(place, key.id));
  store.change(() => (key.state = state));
}

function scheduleDeletion({ store, access, place, clock }: KmsParts, request: KmsRequest) {
  const days = integerOr(request.input, 'PendingWindowInDays', { min: 7, max: 30 }, 30);
  const key = access.key(request, { keyId: text(request.input, 'KeyId', NAME_LENGTH) });
  requireNotPendingDeletion(key, keyArn(place, key.id));
  const deletionAt = secondsOf(clock()) + days * DAY;
  store.change(() => {
    key.state = 'PendingDeletion';
    key.deletionAt = deletionAt;
  });
  return {
    KeyId: keyArn(place, key.id),
    DeletionDate: deletionAt,
    KeyState: key.state,
    PendingWindowInDays: days,
  };
}

function cancelDeletion({ store, access, place }: KmsParts, request: KmsRequest) {
  const key = access.key(request, { keyId: text(request.input, 'KeyId', NAME_LENGTH) });
  const arn = keyArn(place, key.id);
  if (key.state !== 'PendingDeletion') throw invalidState(arn, 'not pending deletion');
  store.change(() => {
    key.state = 'Disabled';
    key.deletionAt = null;
  });
  return { KeyId: arn };
}
