import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { ordersCallerName, ordersRoleArn } from './names.ts';

/** The one field that the application asks for. */
const FIELD = 'types/Mutation/fields/charge';

/**
 * The role that the order function becomes: it asks for charges and for nothing else. AppSync has no
 * policy of its own that could let another account in, so the role stands in the account of the API. The
 * function's role is a condition, for as a principal it would have to exist before.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security_iam_service-with-iam.html
 */
export function createOrdersCaller(stack: Stack, config: DeploymentConfig, api: GraphqlApi): void {
  const { application } = config;
  if (application === undefined) return;
  const { account } = application;
  const role = new Role(stack, 'OrdersCaller', {
    roleName: ordersCallerName(config),
    description: 'The order example, as the gateway knows it',
    maxSessionDuration: Duration.hours(1),
    assumedBy: new AccountPrincipal(account).withConditions({
      ArnEquals: { 'aws:PrincipalArn': ordersRoleArn({ ...config, account }) },
    }),
  });
  const resources = [`${api.arn}/${FIELD}`];
  role.addToPolicy(new PolicyStatement({ actions: ['appsync:GraphQL'], resources }));
}
