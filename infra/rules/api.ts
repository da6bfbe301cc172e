import { textsOf } from '../proofs/assembly.ts';
import type { Resource } from '../proofs/assembly.ts';
import type { Model } from '../proofs/model.ts';
import { arnOf } from '../proofs/resource-names.ts';
import { isObject, listOf } from '../proofs/stack-template.ts';
import { each, none, valueAt } from './rule.ts';
import type { Rule } from './rule.ts';

const API = 'AWS::AppSync::GraphQLApi';
const ACL = 'AWS::WAFv2::WebACL';

const isProduction = ({ config }: Model): boolean => config.environment === 'production';

const atMost = (limit: number) => (value: unknown) => typeof value === 'number' && value <= limit;

const rulesOf = (acl: Resource, model: Model): Record<string, unknown>[] =>
  listOf(model.assembly.property(acl, 'Rules')) as Record<string, unknown>[];

/** Whether a rule with such a statement blocks. */
function blocks(acl: Resource, model: Model, statement: string): boolean {
  return rulesOf(acl, model).some(
    (rule) =>
      isObject(rule.Action) &&
      isObject(rule.Action.Block) &&
      isObject(rule.Statement) &&
      isObject(rule.Statement[statement]),
  );
}

const keepsSamples = (value: unknown): boolean =>
  JSON.stringify(value).includes('"SampledRequestsEnabled":true');

/** The order example knows users alone, by OpenID Connect: their pool may be of another account. */
const isOfOrders = ({ stack }: Resource): boolean => stack.endsWith('-orders');

function knowsUsersAndRoles(api: Resource, model: Model): boolean {
  const kinds = listOf(model.assembly.property(api, 'AdditionalAuthenticationProviders')).map(
    (one) => (one as Record<string, unknown>).AuthenticationType,
  );
  const [main] = textsOf(model.assembly.property(api, 'AuthenticationType'));
  if (isOfOrders(api)) return main === 'OPENID_CONNECT' && kinds.length === 0;
  return main === 'AMAZON_COGNITO_USER_POOLS' && kinds.join() === 'AWS_IAM';
}

function namesClient({ properties }: Resource): boolean {
  const { OpenIDConnectConfig: config } = properties;
  return isObject(config) && config.ClientId !== undefined;
}

function isGuarded(api: Resource, { assembly }: Model): boolean {
  const acls = assembly.ofType(ACL).map((acl) => arnOf(acl));
  return assembly
    .ofType('AWS::WAFv2::WebACLAssociation')
    .some(
      (one) =>
        assembly.property(one, 'ResourceArn') === arnOf(api) &&
        acls.includes(String(assembly.property(one, 'WebACLArn'))),
    );
}

/** What AppSync says of itself, keeps and lets in. */
export const API_RULES: readonly Rule[] = [
  each('The API shows its schema to nobody in production', API, (api, model) =>
    isProduction(model) ? valueAt(model, api, 'IntrospectionConfig') === 'DISABLED' : true,
  ),
  each(
    'The API logs no content',
    API,
    (api, model) => valueAt(model, api, 'LogConfig.ExcludeVerboseContent') === true,
  ),
  each(
    'The API logs no fields',
    API,
    (api, model) => valueAt(model, api, 'LogConfig.FieldLogLevel') === 'NONE',
  ),
  each('The API limits the depth of a query', API, (api, model) =>
    atMost(model.config.queryDepthLimit)(valueAt(model, api, 'QueryDepthLimit')),
  ),
  each('The API limits the resolvers of a request', API, (api, model) =>
    atMost(model.config.resolverCountLimit)(valueAt(model, api, 'ResolverCountLimit')),
  ),
  each('The API is traced', API, (api, model) => valueAt(model, api, 'XrayEnabled') === true),
  each('The API knows users of the pool and roles, and nobody else', API, knowsUsersAndRoles),
  none('The API has no key', 'AWS::AppSync::ApiKey'),
  none('The API caches nothing', 'AWS::AppSync::ApiCache'),
  each('The API takes ID tokens of its own app client only', API, (api, model) =>
    isOfOrders(api)
      ? namesClient(api)
      : /^\^.+\$$/.test(String(valueAt(model, api, 'UserPoolConfig.AppIdClientRegex'))),
  ),
  each('A firewall stands in front of the API', API, isGuarded),
  each('The firewall keeps no samples of requests', ACL, (acl, model) =>
    [acl.properties.VisibilityConfig, ...rulesOf(acl, model)].every((one) => !keepsSamples(one)),
  ),
  each('The firewall limits the rate of clients and addresses', ACL, (acl, model) => {
    const rates = rulesOf(acl, model).filter((rule) =>
      JSON.stringify(rule).includes('RateBasedStatement'),
    );
    return rates.length >= 2 && blocks(acl, model, 'RateBasedStatement');
  }),
  each('The firewall blocks what it cannot read whole', ACL, (acl, model) =>
    blocks(acl, model, 'SizeConstraintStatement'),
  ),
  each('The firewall blocks numbers like a card’s in documents', ACL, (acl, model) =>
    blocks(acl, model, 'RegexMatchStatement'),
  ),
  each('The firewall blocks everything but POST', ACL, (acl, model) =>
    rulesOf(acl, model).some(
      (rule) => rule.Name === 'NotPosted' && isObject(rule.Action) && isObject(rule.Action.Block),
    ),
  ),
  each('The firewall has rules of AWS, of which those on bodies only count', ACL, (acl, model) => {
    const groups = rulesOf(acl, model).filter((rule) =>
      JSON.stringify(rule).includes('ManagedRuleGroupStatement'),
    );
    const common = groups.find(({ Name }) => Name === 'AWSManagedRulesCommonRuleSet');
    const counted = JSON.stringify(common ?? '').match(/_BODY","ActionToUse|_BODY"/g) ?? [];
    return groups.length >= 2 && counted.length >= 5;
  }),
  none('Nothing logs what passes the firewall', 'AWS::WAFv2::LoggingConfiguration'),
];
