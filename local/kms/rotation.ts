import { randomBytes } from 'node:crypto';

import { requireEnabled } from './access.ts';
import { keyArn } from './arn.ts';
import { limitExceeded, unsupported } from './errors.ts';
import { integerOr, text } from './input.ts';
import { materialId } from './key-metadata.ts';
import { newBackingKey } from './key-store.ts';
import type { KeyStore, KeyStoreState, MaterialOrigin, StoredKey } from './key-store.ts';
import { secondsOf } from './operation.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import { pageOf } from './page.ts';
import type { KmsParts } from './parts.ts';

const DAY = 86_400;
const NAME_LENGTH = { min: 1, max: 2048 };
const PERIOD = { min: 90, max: 2560 };
const MAX_ON_DEMAND = 25;

/** The rotation operations: new material under the same key; old blobs stay readable. */
export function rotationOperations(parts: KmsParts): OperationFamily {
  const { store, clock } = parts;
  return {
    EnableKeyRotation: (request) => {
      const periodInDays = integerOr(request.input, 'RotationPeriodInDays', PERIOD, 365);
      const key = rotatableKey(parts, request);
      const nextAt = secondsOf(clock()) + periodInDays * DAY;
      store.change(() => (key.rotation = { periodInDays, nextAt }));
      return undefined;
    },
    DisableKeyRotation: (request) => {
      const key = rotatableKey(parts, request);
      store.change(() => (key.rotation = null));
      return undefined;
    },
    RotateKeyOnDemand: (request) => rotateOnDemand(parts, request),
    GetKeyRotationStatus: (request) => rotationStatus(parts, request),
    ListKeyRotations: (request) => listRotations(parts, request),
  };
}

/**
 * Does what time has made due: removes keys whose waiting period is over and rotates keys whose
 * period is over. Runs before every operation, so no timer is needed.
 */
export function settleDueChanges(store: KeyStore, now: number): void {
  const keys = Object.values(store.state.keys);
  const isDeleted = ({ deletionAt }: StoredKey) => deletionAt !== null && deletionAt <= now;
  const isDue = ({ state, rotation }: StoredKey) =>
    state === 'Enabled' && rotation !== null && rotation.nextAt <= now;
  if (!keys.some((key) => isDeleted(key) || isDue(key))) return;
  store.change((state) => {
    for (const key of keys) {
      if (isDeleted(key)) removeKey(state, key.id);
      else if (isDue(key)) rotateOnSchedule(key, now);
    }
  });
}

function removeKey({ keys, aliases }: KeyStoreState, id: string): void {
  Reflect.deleteProperty(keys, id);
  for (const [name, { target }] of Object.entries(aliases)) {
    if (target === id) Reflect.deleteProperty(aliases, name);
  }
}

function rotateOnSchedule(key: StoredKey, now: number): void {
  if (key.rotation === null) return;
  const { periodInDays, nextAt } = key.rotation;
  const period = periodInDays * DAY;
  const missed = Math.floor((now - nextAt) / period);
  key.rotation = { periodInDays, nextAt: nextAt + (missed + 1) * period };
  addMaterial(key, now, 'AUTOMATIC');
}

function addMaterial(key: StoredKey, now: number, origin: MaterialOrigin): void {
  key.backingKeys.push(newBackingKey(randomBytes(32), now, origin));
}

function rotateOnDemand(parts: KmsParts, request: KmsRequest) {
  const { store, place, clock } = parts;
  const key = rotatableKey(parts, request);
  if (key.backingKeys.filter(({ origin }) => origin === 'ON_DEMAND').length >= MAX_ON_DEMAND) {
    throw limitExceeded(`A key can be rotated on demand ${MAX_ON_DEMAND} times.`);
  }
  store.change(() => {
    addMaterial(key, secondsOf(clock()), 'ON_DEMAND');
  });
  return { KeyId: keyArn(place, key.id) };
}

function rotationStatus({ access, place }: KmsParts, request: KmsRequest) {
  const key = access.key(request, { keyId: text(request.input, 'KeyId', NAME_LENGTH) });
  requireSymmetric(key);
  const schedule = key.rotation;
  return {
    KeyId: keyArn(place, key.id),
    KeyRotationEnabled: schedule !== null,
    ...(schedule === null
      ? {}
      : { RotationPeriodInDays: schedule.periodInDays, NextRotationDate: schedule.nextAt }),
  };
}

function listRotations({ access, place }: KmsParts, request: KmsRequest) {
  const key = access.key(request, { keyId: text(request.input, 'KeyId', NAME_LENGTH) });
  requireSymmetric(key);
  const { members, position } = pageOf(key.backingKeys.slice(1), request.input, 1000, 100);
  const Rotations = members.map(({ id, createdAt, origin }) => ({
    KeyId: keyArn(place, key.id),
    KeyMaterialId: materialId(id),
    RotationDate: createdAt,
    RotationType: origin,
  }));
  return { Rotations, ...position };
}

function rotatableKey({ access, place }: KmsParts, request: KmsRequest): StoredKey {
  const key = access.key(request, { keyId: text(request.input, 'KeyId', NAME_LENGTH) });
  requireSymmetric(key);
  requireEnabled(key, keyArn(place, key.id));
  return key;
}

function requireSymmetric({ usage }: StoredKey): void {
  if (usage !== 'ENCRYPT_DECRYPT') throw unsupported('Only symmetric encryption keys rotate.');
}
