import type { Stack } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { prefixOf } from './names.ts';

type Rule = CfnWebACL.RuleProperty;
type Match = CfnWebACL.StatementProperty;

/** All of a body that the firewall reads before AppSync, in bytes. */
const INSPECTED_BODY = 8192;
/** What rates are counted over, in seconds. */
const RATE_WINDOW = 300;

/** No samples: they keep the headers of requests, and with them the ID tokens of callers. */
const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
});

function blocking(name: string, priority: number, statement: Match): Rule {
  return { name, priority, statement, action: { block: {} }, visibilityConfig: visibility(name) };
}

const AS_THEY_ARE = [{ priority: 0, type: 'NONE' }];

/** AppSync answers queries by GET as well, whose documents and variables stand in the URL. */
function notPosted(): Match {
  const methods = ['POST', 'OPTIONS'].map((method): Match => ({
    byteMatchStatement: {
      fieldToMatch: { method: {} },
      positionalConstraint: 'EXACTLY',
      searchString: method,
      textTransformations: AS_THEY_ARE,
    },
  }));
  return { notStatement: { statement: { orStatement: { statements: methods } } } };
}

function tooLong(): Match {
  return {
    sizeConstraintStatement: {
      fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
      comparisonOperator: 'GT',
      size: INSPECTED_BODY,
      textTransformations: AS_THEY_ARE,
    },
  };
}

/**
 * A number as long as a card's within the document. Values belong into variables: tools keep, log and
 * cache documents. Variables are not looked at.
 */
function literalNumber(): Match {
  return {
    regexMatchStatement: {
      regexString: '[0-9]([ -]?[0-9]){11,18}',
      fieldToMatch: {
        jsonBody: {
          matchPattern: { includedPaths: ['/query'] },
          matchScope: 'VALUE',
          invalidFallbackBehavior: 'MATCH',
          oversizeHandling: 'MATCH',
        },
      },
      textTransformations: AS_THEY_ARE,
    },
  };
}

/**
 * The client is its certificate where clients have one, else its ID token. A request without either is
 * not counted here but by its address.
 */
function byClient({ firewall, mutualTls }: DeploymentConfig): Match {
  const name = mutualTls === undefined ? 'authorization' : 'cloudfront-viewer-cert-sha256';
  return {
    rateBasedStatement: {
      limit: firewall.requestsPerClient,
      evaluationWindowSec: RATE_WINDOW,
      aggregateKeyType: 'CUSTOM_KEYS',
      customKeys: [{ header: { name, textTransformations: AS_THEY_ARE } }],
    },
  };
}

function byAddress({ firewall }: DeploymentConfig): Match {
  return {
    rateBasedStatement: {
      limit: firewall.requestsPerAddress,
      evaluationWindowSec: RATE_WINDOW,
      aggregateKeyType: 'IP',
    },
  };
}

/**
 * Of the managed rules, those that read bodies only count: what somebody tokenizes may look like
 * anything, and what a rule matches is kept with its details.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const COUNTING = [
  'CrossSiteScripting_BODY',
  'EC2MetaDataSSRF_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'SizeRestrictions_BODY',
];

function managed(group: string, priority: number, counting: readonly string[]): Rule {
  const overrides = counting.map((name) => ({ name, actionToUse: { count: {} } }));
  const statement = {
    vendorName: 'AWS',
    name: group,
    ...(overrides.length === 0 ? {} : { ruleActionOverrides: overrides }),
  };
  return {
    name: group,
    priority,
    statement: { managedRuleGroupStatement: statement },
    overrideAction: { none: {} },
    visibilityConfig: visibility(group),
  };
}

/** Where clients come through CloudFront, nobody comes another way: the header is a shared secret. */
function notFromTheEdge({ mutualTls }: DeploymentConfig): Rule[] {
  if (mutualTls === undefined) return [];
  const secret: Match = {
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { Name: 'x-origin-verify' } },
      positionalConstraint: 'EXACTLY',
      searchString: `{{resolve:secretsmanager:${mutualTls.originSecretName}:SecretString}}`,
      textTransformations: AS_THEY_ARE,
    },
  };
  return [blocking('NotFromTheEdge', 0, { notStatement: { statement: secret } })];
}

/** The firewall in front of an API. It keeps no log and no samples. Not yet verified on AWS. */
export function createFirewall(
  stack: Stack,
  config: DeploymentConfig,
  api: GraphqlApi,
  name = prefixOf(config),
): void {
  const acl = new CfnWebACL(stack, 'Firewall', {
    name,
    description: 'In front of the GraphQL API',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visibility('Firewall'),
    rules: [
      ...notFromTheEdge(config),
      blocking('NotPosted', 1, notPosted()),
      blocking('TooLong', 2, tooLong()),
      blocking('LiteralNumber', 3, literalNumber()),
      blocking('TooManyOfAClient', 4, byClient(config)),
      blocking('TooManyOfAnAddress', 5, byAddress(config)),
      managed('AWSManagedRulesAmazonIpReputationList', 6, []),
      managed('AWSManagedRulesKnownBadInputsRuleSet', 7, []),
      managed('AWSManagedRulesCommonRuleSet', 8, COUNTING),
    ],
  });
  new CfnWebACLAssociation(stack, 'FirewallOfTheApi', {
    webAclArn: acl.attrArn,
    resourceArn: api.arn,
  });
}
