import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Definition,
  FieldLogLevel,
  GraphqlApi,
  IntrospectionConfig,
  LambdaDataSource,
  UserPoolDefaultAction,
} from 'aws-cdk-lib/aws-appsync';
import type { BaseDataSource, CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { PIPELINES } from '../resolvers/pipelines.ts';
import type { DataSourceName } from '../resolvers/pipelines.ts';
import type { Artifacts } from './artifacts.ts';
import { createApiAlarms } from './api-alarms.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createFirewall } from './firewall.ts';
import type { Identity } from './identity-stack.ts';
import { dataSourceRoleName, prefixOf } from './names.ts';
import { createOrdersCaller } from './orders-caller.ts';
import { createResolvers } from './pipeline-resolvers.ts';
import { createLogGroup } from './retention.ts';
import { stackProps } from './stack-props.ts';

export interface GatewayParts {
  readonly identity: Identity;
  readonly vault: IFunction;
  readonly keyAdmin: IFunction;
  readonly schemaPath: string;
  readonly artifacts: Artifacts;
}

const appSync = (): ServicePrincipal => new ServicePrincipal('appsync.amazonaws.com');

/** Groups in the schema apply to both kinds of caller only when the API knows two kinds. */
function authorization({ userPool, client }: Identity) {
  return {
    defaultAuthorization: {
      authorizationType: AuthorizationType.USER_POOL,
      userPoolConfig: {
        userPool,
        appIdClientRegex: `^${client.userPoolClientId}$`,
        // DENY is refused beside a second provider; the schema names the groups of every field.
        defaultAction: UserPoolDefaultAction.ALLOW,
      },
    },
    additionalAuthorizationModes: [{ authorizationType: AuthorizationType.IAM }],
  };
}

function createApi(stack: Stack, config: DeploymentConfig, parts: GatewayParts): GraphqlApi {
  return new GraphqlApi(stack, 'Api', {
    name: prefixOf(config),
    definition: Definition.fromFile(parts.schemaPath),
    authorizationConfig: authorization(parts.identity),
    introspectionConfig: config.introspection
      ? IntrospectionConfig.ENABLED
      : IntrospectionConfig.DISABLED,
    queryDepthLimit: config.queryDepthLimit,
    resolverCountLimit: config.resolverCountLimit,
    xrayEnabled: true,
  });
}

/**
 * Logs without content, kept for the configured time. Set on the resource itself: the construct's
 * `logConfig` brings a function outside the VPC that may change any log group's retention. The role
 * cannot create log groups, so the one made here is the only one.
 */
export function addLogs(stack: Stack, config: DeploymentConfig, api: GraphqlApi): void {
  const role = new Role(stack, 'LogRole', {
    assumedBy: appSync().withConditions({
      StringEquals: { 'aws:SourceAccount': stack.account },
    }),
  });
  (api.node.defaultChild as CfnGraphQLApi).logConfig = {
    cloudWatchLogsRoleArn: role.roleArn,
    // Verbose content is the request with its variables: the very values this API keeps secret.
    excludeVerboseContent: true,
    fieldLogLevel: FieldLogLevel.NONE,
  };
  const logGroup = createLogGroup(stack, 'ApiLogs', config, `/aws/appsync/apis/${api.apiId}`);
  logGroup.grantWrite(role);
}

interface DataSourceOptions {
  readonly id: string;
  readonly name: string;
  readonly roleName: string;
  readonly lambdaFunction: IFunction;
}

/** Only this API can take the role, and the role can only invoke the one function. */
export function createDataSource(
  api: GraphqlApi,
  { id, name, roleName, lambdaFunction }: DataSourceOptions,
): LambdaDataSource {
  const { account } = Stack.of(api);
  const serviceRole = new Role(api, `${id}Role`, {
    roleName,
    assumedBy: appSync().withConditions({
      StringEquals: { 'aws:SourceAccount': account },
      ArnEquals: { 'aws:SourceArn': api.arn },
    }),
  });
  return new LambdaDataSource(api, id, { api, name, lambdaFunction, serviceRole });
}

function dataSources(
  api: GraphqlApi,
  config: DeploymentConfig,
  parts: GatewayParts,
): Record<DataSourceName, BaseDataSource> {
  return {
    NONE: api.addNoneDataSource('NoDataSource', { name: 'none' }),
    vault: createDataSource(api, {
      id: 'VaultDataSource',
      name: 'vault',
      roleName: dataSourceRoleName(config, 'vault'),
      lambdaFunction: parts.vault,
    }),
    keyAdmin: createDataSource(api, {
      id: 'KeyAdminDataSource',
      name: 'key_admin',
      roleName: dataSourceRoleName(config, 'keyAdmin'),
      lambdaFunction: parts.keyAdmin,
    }),
  };
}

/** The API: the schema as it stands, and a resolver for each field of the wiring table. */
export function createGatewayStack(
  app: App,
  config: DeploymentConfig,
  parts: GatewayParts,
): GraphqlApi {
  const stack = new Stack(app, 'Gateway', stackProps(config, 'gateway', 'The GraphQL API.'));
  const api = createApi(stack, config, parts);
  addLogs(stack, config, api);
  createFirewall(stack, config, api);
  createResolvers(api, {
    pipelines: PIPELINES,
    dataSources: dataSources(api, config, parts),
    artifacts: parts.artifacts,
  });
  createApiAlarms(api);
  createOrdersCaller(stack, config, api);
  new CfnOutput(stack, 'GraphqlUrl', { value: api.graphqlUrl });
  return api;
}
