import { CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Definition,
  GraphqlApi,
  IntrospectionConfig,
} from 'aws-cdk-lib/aws-appsync';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { ORDER_PIPELINES } from '../examples/orders/pipelines.ts';
import type { Artifacts } from './artifacts.ts';
import type { ApplicationConfig, DeploymentConfig } from './config/deployment-config.ts';
import { createFirewall } from './firewall.ts';
import { addLogs, createDataSource } from './gateway-stack.ts';
import { deployRoleArn, ordersCallerArn, ordersName, prefixOf } from './names.ts';
import { createResolvers } from './pipeline-resolvers.ts';
import { policyDocument } from './policies/policy-document.ts';
import { tableKeyStatements } from './policies/table-key.ts';
import { createLogGroup, removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';
import { BACKUP_DAYS } from './tables.ts';

/** What the order example is deployed from: the files that the loopback runtime hosts. */
export interface OrderSources {
  readonly schemaPath: string;
  readonly artifacts: Artifacts;
}

/** Where the gateway is: told by its stacks once they are deployed, and so by `npm run deploy`. */
interface Gateway {
  readonly url: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Longer than the vault takes for a charge, and for a second one; shorter than AppSync waits. */
const TIMEOUT = Duration.seconds(25);
/** Where concurrency is reserved; each run waits for one charge. */
const CONCURRENCY = 20;

function readGateway(stack: Stack): Gateway {
  const read = (id: string, description: string, allowedPattern: string): string =>
    new CfnParameter(stack, id, { description, allowedPattern }).valueAsString;
  return {
    url: read('GatewayUrl', 'GraphqlUrl of the stack gateway', '^https://[^ ]+/graphql$'),
    userPoolId: read('UserPoolId', 'Of the stack identity', '^[a-z0-9-]+_[A-Za-z0-9]+$'),
    clientId: read('ClientId', 'Of the stack identity', '^[a-z0-9]+$'),
  };
}

/** Orders with tokens: nothing in it is of worth to who cannot ask the vault. */
function createTable(stack: Stack, config: DeploymentConfig): TableV2 {
  const { account, region } = stack;
  const place = { account, region, environment: config.environment };
  const key = new Key(stack, 'OrdersKey', {
    description: 'Encrypts the orders at rest',
    policy: policyDocument(
      tableKeyStatements({ account, region, deployRoleArn: deployRoleArn(place) }),
    ),
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    pendingWindow: Duration.days(30),
    removalPolicy: removalPolicy(config),
  });
  return new TableV2(stack, 'Orders', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: BACKUP_DAYS,
    },
    deletionProtection: config.retainData,
    removalPolicy: removalPolicy(config),
  });
}

/** Puts and gets orders and becomes the service caller; it has no other right. */
function createRole(stack: Stack, config: DeploymentConfig, table: TableV2): Role {
  const role = new Role(stack, 'FunctionRole', {
    roleName: ordersName(config),
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  const actions = ['dynamodb:GetItem', 'dynamodb:PutItem'];
  role.addToPolicy(new PolicyStatement({ actions, resources: [table.tableArn] }));
  const resources = [ordersCallerArn(config)];
  role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }));
  return role;
}

interface FunctionParts {
  readonly application: ApplicationConfig;
  readonly gateway: Gateway;
  readonly artifacts: Artifacts;
}

/** It stands in no network of ours: it reaches the gateway as any client does, and holds no card. */
function createFunction(
  stack: Stack,
  config: DeploymentConfig,
  { application, gateway, artifacts }: FunctionParts,
): LambdaFunction {
  const table = createTable(stack, config);
  const role = createRole(stack, config, table);
  const logGroup = createLogGroup(stack, 'FunctionLogs', config);
  logGroup.grantWrite(role);
  return new LambdaFunction(stack, 'Function', {
    functionName: ordersName(config),
    description: 'Keeps orders and has them charged',
    role,
    logGroup,
    code: Code.fromAsset(artifacts.functionFolder('function')),
    environment: {
      ORDERS_TABLE: table.tableName,
      GATEWAY_ENDPOINT: gateway.url,
      GATEWAY_ROLE_ARN: ordersCallerArn(config),
      TENANT: application.tenant,
      PROCESSOR: application.processor,
    },
    ...(config.reservedConcurrency === undefined
      ? {}
      : { reservedConcurrentExecutions: CONCURRENCY }),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: TIMEOUT,
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
  });
}

/**
 * For users of the gateway's pool, which AppSync knows by OpenID Connect: the pool may be of another
 * account. https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
function createApi(
  stack: Stack,
  config: DeploymentConfig,
  schemaPath: string,
  { userPoolId, clientId }: Gateway,
): GraphqlApi {
  return new GraphqlApi(stack, 'OrdersApi', {
    name: `${prefixOf(config)}-orders`,
    definition: Definition.fromFile(schemaPath),
    authorizationConfig: {
      defaultAuthorization: {
        authorizationType: AuthorizationType.OIDC,
        openIdConnectConfig: {
          oidcProvider: `https://cognito-idp.${stack.region}.amazonaws.com/${userPoolId}`,
          clientId,
        },
      },
    },
    introspectionConfig: config.introspection
      ? IntrospectionConfig.ENABLED
      : IntrospectionConfig.DISABLED,
    queryDepthLimit: config.queryDepthLimit,
    resolverCountLimit: config.resolverCountLimit,
    xrayEnabled: true,
  });
}

/**
 * The order example in the account of the application, from the files that the loopback runtime hosts.
 * Not yet verified on AWS.
 */
export function createOrdersStack(
  app: App,
  config: DeploymentConfig,
  { schemaPath, artifacts }: OrderSources,
): void {
  const { application } = config;
  if (application === undefined) return;
  const stack = new Stack(app, 'Orders', {
    ...stackProps(config, 'orders', 'The order example, an application of the gateway.'),
    env: { account: application.account, region: config.region },
  });
  const gateway = readGateway(stack);
  const lambdaFunction = createFunction(stack, config, { application, gateway, artifacts });
  const api = createApi(stack, config, schemaPath, gateway);
  addLogs(stack, config, api);
  createFirewall(stack, config, api, `${prefixOf(config)}-orders`);
  const [id, name, roleName] = ['OrdersDataSource', 'orders', `${ordersName(config)}-data-source`];
  const orders = createDataSource(api, { id, name, roleName, lambdaFunction });
  createResolvers(api, { pipelines: ORDER_PIPELINES, dataSources: { orders }, artifacts });
  new CfnOutput(stack, 'OrdersUrl', { value: api.graphqlUrl });
}
