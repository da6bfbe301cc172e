import { ServiceError } from '../protocol/aws-json.ts';
import { requireNotPendingDeletion } from './access.ts';
import { keyArn } from './arn.ts';
import { invalid, limitExceeded } from './errors.ts';
import { isObject, list, text } from './input.ts';
import type { Input } from './input.ts';
import type { Tag } from './key-store.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import { pageOf } from './page.ts';
import type { KmsParts } from './parts.ts';

const MAX_TAGS = 50;
const KEY_LENGTH = { min: 1, max: 128 };
const VALUE_LENGTH = { min: 0, max: 256 };

/** The member `Tags`; empty when absent. @throws ServiceError TagException, ValidationException */
export function readTags(input: Input): Tag[] {
  const tags = list(input, 'Tags', MAX_TAGS).map((tag) => {
    if (!isObject(tag)) throw invalid('Tags must hold objects.');
    const TagKey = text(tag, 'TagKey', KEY_LENGTH);
    if (TagKey.startsWith('aws:')) throw new ServiceError('TagException', 'aws: is reserved.');
    return { TagKey, TagValue: text(tag, 'TagValue', VALUE_LENGTH) };
  });
  if (new Set(tags.map(({ TagKey }) => TagKey)).size !== tags.length) {
    throw new ServiceError('TagException', 'A tag key is there twice.');
  }
  return tags;
}

/** TagResource, UntagResource and ListResourceTags. */
export function tagOperations(
  parts: Pick<KmsParts, 'store' | 'access' | 'place'>,
): OperationFamily {
  const { store, access, place } = parts;
  const changeable = (request: KmsRequest) => {
    const keyId = text(request.input, 'KeyId', { min: 1, max: 2048 });
    const key = access.key(request, { keyId });
    requireNotPendingDeletion(key, keyArn(place, key.id));
    return key;
  };
  return {
    TagResource: (request) => {
      const added = readTags(request.input);
      const key = changeable(request);
      const replaced = new Set(added.map(({ TagKey }) => TagKey));
      const tags = [...key.tags.filter(({ TagKey }) => !replaced.has(TagKey)), ...added];
      if (tags.length > MAX_TAGS) throw limitExceeded(`A key has at most ${MAX_TAGS} tags.`);
      store.change(() => (key.tags = tags));
      return undefined;
    },
    UntagResource: (request) => {
      const removed = new Set(list(request.input, 'TagKeys', MAX_TAGS));
      const key = changeable(request);
      store.change(() => (key.tags = key.tags.filter(({ TagKey }) => !removed.has(TagKey))));
      return undefined;
    },
    ListResourceTags: (request) => {
      const keyId = text(request.input, 'KeyId', { min: 1, max: 2048 });
      const key = access.key(request, { keyId });
      const { members, position } = pageOf(key.tags, request.input, MAX_TAGS, MAX_TAGS);
      return { Tags: members, ...position };
    },
  };
}
