import { textsOf } from '../proofs/assembly.ts';
import type { Resource } from '../proofs/assembly.ts';
import type { Model } from '../proofs/model.ts';
import { chargeFunctionName } from '../names.ts';
import { isObject } from '../proofs/stack-template.ts';
import { each, none, valueAt } from './rule.ts';
import type { Rule } from './rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const LOGS = 'AWS::Logs::LogGroup';
const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

const isProduction = ({ config }: Model): boolean => config.environment === 'production';

function masksCards(group: Resource): boolean {
  const policy = group.properties.DataProtectionPolicy;
  return isObject(policy) && JSON.stringify(policy).includes('CreditCardNumber');
}

function lets(client: Resource, { assembly }: Model, flow: string): boolean {
  return textsOf(assembly.property(client, 'ExplicitAuthFlows')).includes(flow);
}

/** What runs, what it says, and whom it lets in. */
export const FUNCTION_RULES: readonly Rule[] = [
  // What charges has no way to X-Ray, and a trace of its calls would name the processor.
  each(
    'Functions are traced, but for the one that charges',
    FUNCTION,
    (one, model) =>
      one.name === chargeFunctionName(model.config) ||
      valueAt(model, one, 'TracingConfig.Mode') === 'Active',
  ),
  each(
    'Functions keep no failed event',
    FUNCTION,
    (one) => one.properties.DeadLetterConfig === undefined,
  ),
  each(
    'Functions log to groups of ours',
    FUNCTION,
    (one, model) => valueAt(model, one, 'LoggingConfig.LogGroup') !== undefined,
  ),
  each(
    'Functions cannot run more often than is reserved',
    FUNCTION,
    (one, model) =>
      model.config.reservedConcurrency === undefined ||
      typeof one.properties.ReservedConcurrentExecutions === 'number',
  ),
  none('Functions have no address of their own', 'AWS::Lambda::Url'),
  none('Functions take no events of other sources', 'AWS::Lambda::EventSourceMapping'),
  none(
    'No resource changes what the template does not show',
    'AWS::CloudFormation::CustomResource',
    'Custom::LogRetention',
  ),
  each(
    'What is called in vain is not kept',
    'AWS::Lambda::EventInvokeConfig',
    (one) =>
      one.properties.DestinationConfig === undefined && one.properties.MaximumRetryAttempts === 0,
  ),
  each(
    'Logs leave after their time',
    LOGS,
    (one) => typeof one.properties.RetentionInDays === 'number',
  ),
  each('Logs mask what looks like a card’s number', LOGS, masksCards),
  each(
    'Users have a second factor in production',
    POOL,
    (one, model) => !isProduction(model) || one.properties.MfaConfiguration === 'ON',
  ),
  each(
    'Nobody signs up',
    POOL,
    (one, model) => valueAt(model, one, 'AdminCreateUserConfig.AllowAdminCreateUserOnly') === true,
  ),
  each(
    'Passwords have twelve characters',
    POOL,
    (one, model) => Number(valueAt(model, one, 'Policies.PasswordPolicy.MinimumLength')) >= 12,
  ),
  each(
    'Sign-ins are watched in production',
    POOL,
    (one, model) =>
      !isProduction(model) ||
      valueAt(model, one, 'UserPoolAddOns.AdvancedSecurityMode') === 'ENFORCED',
  ),
  each('No app client writes the tenant of a user', CLIENT, (one, model) => {
    const written = textsOf(model.assembly.property(one, 'WriteAttributes'));
    return written.length > 0 && !written.includes('custom:tenant');
  }),
  each(
    'No password is sent in production',
    CLIENT,
    (one, model) => !isProduction(model) || !lets(one, model, 'ALLOW_USER_PASSWORD_AUTH'),
  ),
  each(
    'ID tokens live ten minutes in production',
    CLIENT,
    (one, model) => !isProduction(model) || Number(one.properties.IdTokenValidity) <= 10,
  ),
];
