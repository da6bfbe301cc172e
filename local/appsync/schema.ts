import { buildASTSchema, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { checkDirectives } from './directives.ts';
import type { Authorization } from './directives.ts';
import { attachScalars } from './scalars.ts';

/** AppSync's cap on a schema, in bytes. */
const MAX_SCHEMA_BYTES = 1024 * 1024;

/**
 * Builds the schema of an API from its SDL as deployed; `prelude` declares AppSync's own scalars
 * and directives.
 *
 * @throws Error for SDL that is invalid, too large, has subscriptions, or whose authorization
 * directives this runtime does not honour.
 */
export function buildApiSchema(
  sdl: string,
  prelude: string,
  authorization: Authorization,
): GraphQLSchema {
  if (Buffer.byteLength(sdl) > MAX_SCHEMA_BYTES) {
    throw new Error(`The schema is larger than ${MAX_SCHEMA_BYTES} bytes.`);
  }
  const schema = buildASTSchema(parse(`${prelude}\n${sdl}`));
  if (schema.getSubscriptionType()) {
    throw new Error(
      'Subscriptions are not supported by this runtime: remove the Subscription type.',
    );
  }
  checkDirectives(schema, authorization);
  attachScalars(schema);
  return schema;
}
