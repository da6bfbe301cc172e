import { part } from './damage.ts';
import type { Defect } from './defect.ts';

const API = 'AWS::AppSync::GraphQLApi';
const ACL = 'AWS::WAFv2::WebACL';
const SCHEMA = 'AWS::AppSync::GraphQLSchema';

function inSchema(change: (definition: string) => string): Defect['damage'] {
  return (damaged) => {
    const properties = damaged.properties(SCHEMA);
    const given = properties.Definition as string;
    properties.Definition = change(given);
    if (properties.Definition === given) throw new Error('The schema was not changed.');
  };
}

/** Rules of the firewall without those whose JSON has the text in it. */
function withoutRules(text: string): Defect['damage'] {
  return (damaged) => {
    const acl = damaged.properties(ACL);
    acl.Rules = (acl.Rules as unknown[]).filter((rule) => !JSON.stringify(rule).includes(text));
  };
}

/** What AppSync, its firewall and its schema can be brought to say. */
export const API_DEFECTS: readonly Defect[] = [
  {
    defect: 'The schema can be read from the API',
    gate: 'The API shows its schema to nobody in production',
    damage: (damaged) => {
      damaged.properties(API).IntrospectionConfig = 'ENABLED';
    },
  },
  {
    defect: 'Requests are logged with their variables',
    gate: 'The API logs no content',
    damage: (damaged) => {
      part(damaged.properties(API), 'LogConfig').ExcludeVerboseContent = false;
    },
  },
  {
    defect: 'Every field is logged',
    gate: 'The API logs no fields',
    damage: (damaged) => {
      part(damaged.properties(API), 'LogConfig').FieldLogLevel = 'ALL';
    },
  },
  {
    defect: 'There is no limit to the depth of a query',
    gate: 'The API limits the depth of a query',
    damage: (damaged) => {
      delete damaged.properties(API).QueryDepthLimit;
    },
  },
  {
    defect: 'There is no limit to the resolvers of a request',
    gate: 'The API limits the resolvers of a request',
    damage: (damaged) => {
      damaged.properties(API).ResolverCountLimit = 10_000;
    },
  },
  {
    defect: 'The API is not traced',
    gate: 'The API is traced',
    damage: (damaged) => {
      damaged.properties(API).XrayEnabled = false;
    },
  },
  {
    defect: 'An API key opens the API',
    gate: 'The API knows users of the pool and roles, and nobody else',
    damage: (damaged) => {
      damaged.properties(API).AuthenticationType = 'API_KEY';
    },
  },
  {
    defect: 'An API key is made',
    gate: 'The API has no key',
    damage: (damaged) => {
      damaged.add('gateway', 'Key', 'AWS::AppSync::ApiKey', {});
    },
  },
  {
    defect: 'ID tokens of any app client are taken',
    gate: 'The API takes ID tokens of its own app client only',
    damage: (damaged) => {
      delete part(damaged.properties(API), 'UserPoolConfig').AppIdClientRegex;
    },
  },
  {
    defect: 'Answers are cached',
    gate: 'The API caches nothing',
    damage: (damaged) => {
      damaged.add('gateway', 'Cache', 'AWS::AppSync::ApiCache', {});
    },
  },
  {
    defect: 'The firewall is not associated',
    gate: 'A firewall stands in front of the API',
    damage: (damaged) => {
      damaged.remove('AWS::WAFv2::WebACLAssociation');
    },
  },
  {
    defect: 'The firewall has no rules',
    gate: 'The firewall limits the rate of clients and addresses',
    damage: withoutRules(''),
  },
  {
    defect: 'Bodies too long to be read pass the firewall',
    gate: 'The firewall blocks what it cannot read whole',
    damage: withoutRules('SizeConstraintStatement'),
  },
  {
    defect: 'Card numbers in documents pass the firewall',
    gate: 'The firewall blocks numbers like a card’s in documents',
    damage: withoutRules('RegexMatchStatement'),
  },
  {
    defect: 'Queries by GET pass the firewall, with their variables in the URL',
    gate: 'The firewall blocks everything but POST',
    damage: withoutRules('NotPosted'),
  },
  {
    defect: 'A rule of AWS blocks, and keeps, what somebody tokenizes',
    gate: 'The firewall has rules of AWS, of which those on bodies only count',
    damage: (damaged) => {
      const common = (damaged.properties(ACL).Rules as unknown[]).find((rule) =>
        JSON.stringify(rule).includes('CommonRuleSet'),
      );
      delete part(common, 'Statement', 'ManagedRuleGroupStatement').RuleActionOverrides;
    },
  },
  {
    defect: 'The firewall keeps samples with ID tokens in them',
    gate: 'The firewall keeps no samples of requests',
    damage: (damaged) => {
      part(damaged.properties(ACL), 'VisibilityConfig').SampledRequestsEnabled = true;
    },
  },
  {
    defect: 'What passes the firewall is logged',
    gate: 'Nothing logs what passes the firewall',
    damage: (damaged) => {
      damaged.add('gateway', 'FirewallLogs', 'AWS::WAFv2::LoggingConfiguration', {});
    },
  },
  {
    defect: 'The schema does not parse',
    gate: 'The schema is one that AppSync can read',
    damage: inSchema((definition) => `${definition}\ntype Broken {`),
  },
  {
    defect: 'A mutation names no groups, and so everybody may ask for it',
    gate: 'Every root field names the groups that may ask for it',
    damage: inSchema((definition) =>
      definition.replace(/type Mutation \{/, 'type Mutation {\n  open: String\n'),
    ),
  },
  {
    defect: 'Plaintext is open to whoever sees its type',
    gate: 'Every field with plaintext names the groups that may have it',
    damage: inSchema((definition) => `${definition}\ntype Leak { plaintext: String }`),
  },
  {
    defect: 'A type has no directives of its own, and so refuses roles',
    gate: 'Every object type is open to users and roles by its own directives',
    damage: inSchema((definition) => `${definition}\ntype Bare { a: String }`),
  },
  {
    defect: 'Something is subscribed to',
    gate: 'Nothing is subscribed to',
    damage: inSchema((definition) => `${definition}\ntype Subscription { a: String }`),
  },
];
