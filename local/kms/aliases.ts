import { ServiceError } from '../protocol/aws-json.ts';
import { requireNotPendingDeletion } from './access.ts';
import { aliasArn, keyArn } from './arn.ts';
import { invalid, nameNotFound } from './errors.ts';
import { optionalText, text } from './input.ts';
import type { Input } from './input.ts';
import type { StoredAlias, StoredKey } from './key-store.ts';
import { secondsOf } from './operation.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import { pageOf } from './page.ts';
import type { KmsParts } from './parts.ts';

const ALIAS_NAME = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;
const NAME_LENGTH = { min: 1, max: 2048 };

/** CreateAlias, UpdateAlias, DeleteAlias and ListAliases. */
export function aliasOperations(parts: KmsParts): OperationFamily {
  const { store } = parts;
  return {
    CreateAlias: (request) => {
      createAlias(parts, request);
    },
    UpdateAlias: (request) => {
      updateAlias(parts, request);
    },
    DeleteAlias: (request) => {
      const name = readAliasName(request.input);
      parts.access.key(request, { keyId: existingAlias(parts, name).target });
      store.change(({ aliases }) => {
        Reflect.deleteProperty(aliases, name);
      });
    },
    ListAliases: (request) => listAliases(parts, request),
  };
}

function createAlias(parts: KmsParts, request: KmsRequest): void {
  const { store, access, clock } = parts;
  const name = readAliasName(request.input);
  if (store.state.aliases[name] !== undefined) {
    throw new ServiceError('AlreadyExistsException', 'An alias with this name already exists.');
  }
  const target = access.key(request, { keyId: text(request.input, 'TargetKeyId', NAME_LENGTH) });
  requireUsableTarget(parts, target);
  const now = secondsOf(clock());
  store.change(({ aliases }) => {
    aliases[name] = { createdAt: now, updatedAt: now, target: target.id };
  });
}

function updateAlias(parts: KmsParts, request: KmsRequest): void {
  const { store, access, clock } = parts;
  const alias = existingAlias(parts, readAliasName(request.input));
  const from = access.key(request, { keyId: alias.target });
  const to = access.key(request, { keyId: text(request.input, 'TargetKeyId', NAME_LENGTH) });
  requireUsableTarget(parts, to);
  if (from.usage !== to.usage) throw invalid('Both keys must have the same usage.');
  store.change(() => {
    alias.target = to.id;
    alias.updatedAt = secondsOf(clock());
  });
}

function listAliases({ store, access, place }: KmsParts, { input }: KmsRequest) {
  const keyId = optionalText(input, 'KeyId', NAME_LENGTH);
  const only = keyId === null ? null : access.resolve(keyId, false).id;
  const wanted = Object.entries(store.state.aliases).filter(
    ([, { target }]) => only === null || target === only,
  );
  const { members, position } = pageOf(wanted, input, 100, 50);
  const Aliases = members.map(([name, alias]) => ({
    AliasName: name,
    AliasArn: aliasArn(place, name),
    TargetKeyId: alias.target,
    CreationDate: alias.createdAt,
    LastUpdatedDate: alias.updatedAt,
  }));
  return { Aliases, ...position };
}

function readAliasName(input: Input): string {
  const name = text(input, 'AliasName', { min: 1, max: 256 });
  if (!ALIAS_NAME.test(name) || name.startsWith('alias/aws/')) {
    throw new ServiceError('InvalidAliasNameException', 'The alias name is not valid.');
  }
  return name;
}

function existingAlias({ store }: KmsParts, name: string): StoredAlias {
  const alias = store.state.aliases[name];
  if (alias === undefined) throw nameNotFound();
  return alias;
}

function requireUsableTarget({ place }: KmsParts, target: StoredKey): void {
  requireNotPendingDeletion(target, keyArn(place, target.id));
}
