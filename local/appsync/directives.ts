import { isObjectType, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';

export type AuthorizationMode = 'AMAZON_COGNITO_USER_POOLS' | 'AWS_IAM';

/** How an API's callers prove who they are: one default and further providers. */
export interface Authorization {
  readonly default: 'AMAZON_COGNITO_USER_POOLS';
  readonly additional: readonly 'AWS_IAM'[];
}

/** One way in: a mode and, if given, the groups of which the caller must have one. */
export interface Admission {
  readonly mode: AuthorizationMode;
  readonly groups: readonly string[] | null;
}

const MODES: Readonly<Record<string, AuthorizationMode>> = {
  aws_auth: 'AMAZON_COGNITO_USER_POOLS',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_iam: 'AWS_IAM',
};
const UNSUPPORTED = ['aws_api_key', 'aws_oidc', 'aws_lambda', 'aws_subscribe'];

/**
 * Who may read a field. Any admission suffices.
 *
 * A directive on the field replaces those on its type; a field without any admits the default
 * mode only. With Cognito as the only provider, `@aws_auth` counts on root fields alone
 * (aws-appsync-community#275) and `@aws_cognito_user_pools` with groups lets nobody in (#349).
 */
export function admissionsOf(
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  isRoot: boolean,
  authorization: Authorization,
): readonly Admission[] {
  const single = authorization.additional.length === 0;
  const read = (directives: readonly ConstDirectiveNode[] | undefined): Admission[] =>
    (directives ?? [])
      .filter(({ name }) => Object.hasOwn(MODES, name.value))
      .filter(({ name }) => name.value !== 'aws_auth' || isRoot)
      .map((directive) => admission(directive, single));
  const own = read(field.astNode?.directives);
  if (own.length > 0) return own;
  const inherited = read(type.astNode?.directives);
  return inherited.length > 0 ? inherited : [{ mode: authorization.default, groups: null }];
}

function admission(directive: ConstDirectiveNode, single: boolean): Admission {
  const name = directive.name.value;
  const value = directive.arguments?.find((argument) => argument.name.value === 'cognito_groups');
  const groups = value === undefined ? null : (valueFromASTUntyped(value.value) as string[] | null);
  const nobody = single && name === 'aws_cognito_user_pools' && groups !== null;
  return { mode: MODES[name] ?? 'AMAZON_COGNITO_USER_POOLS', groups: nobody ? [] : groups };
}

export function isAdmitted(
  admissions: readonly Admission[],
  mode: AuthorizationMode,
  groups: readonly string[],
): boolean {
  return admissions.some(
    (admission) =>
      admission.mode === mode &&
      (admission.groups === null || admission.groups.some((group) => groups.includes(group))),
  );
}

/**
 * Refuses directives that would not protect what they seem to protect.
 *
 * @throws Error that names the place and the directive.
 */
export function checkDirectives(schema: GraphQLSchema, authorization: Authorization): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    checkAll(type.name, type.astNode?.directives, authorization);
    for (const field of Object.values(type.getFields())) {
      checkAll(`${type.name}.${field.name}`, field.astNode?.directives, authorization);
    }
  }
}

function checkAll(
  place: string,
  directives: readonly ConstDirectiveNode[] | undefined,
  { additional }: Authorization,
): void {
  for (const { name } of directives ?? []) {
    const refuse = (why: string): never => {
      throw new Error(`${place}: @${name.value} ${why}.`);
    };
    if (UNSUPPORTED.includes(name.value)) refuse('is not supported by this runtime');
    if (name.value === 'aws_iam' && !additional.includes('AWS_IAM')) {
      refuse('names a provider that the API does not have');
    }
    if (name.value === 'aws_auth' && additional.length > 0) {
      refuse('has no effect once the API has an additional provider');
    }
  }
}
