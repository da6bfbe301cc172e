import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  UserPoolClient,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { GROUPS } from './groups.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';

export interface Identity {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
}

const PASSWORD_POLICY = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
  tempPasswordValidity: Duration.days(1),
};

/** Refuses passwords that were stolen elsewhere, and sign-ins that are not like the user's. */
const THREAT_PROTECTION = {
  featurePlan: FeaturePlan.PLUS,
  standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
};

/** What administrators say of a user, and nobody else. */
function attributesOf({ mutualTls }: DeploymentConfig): Record<string, StringAttribute> {
  const tenant = new StringAttribute({ minLen: 2, maxLen: 63, mutable: false });
  // Certificates are replaced, tenants are not.
  const certificate = new StringAttribute({ minLen: 64, maxLen: 64, mutable: true });
  return { tenant, ...(mutualTls === undefined ? {} : { certificate }) };
}

function createUserPool(stack: Stack, config: DeploymentConfig): UserPool {
  return new UserPool(stack, 'Users', {
    selfSignUpEnabled: false,
    signInCaseSensitive: false,
    passwordPolicy: PASSWORD_POLICY,
    mfa: config.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
    // Text messages can be intercepted and would need a role that sends them.
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    customAttributes: attributesOf(config),
    ...(config.threatProtection ? THREAT_PROTECTION : {}),
    deletionProtection: config.retainData,
    removalPolicy: removalPolicy(config),
  });
}

/** A public client (a browser keeps no secret); only administrators can set a user's tenant. */
function createClient(stack: Stack, config: DeploymentConfig, userPool: UserPool): UserPoolClient {
  const life = Duration.minutes(config.idTokenMinutes);
  return new UserPoolClient(stack, 'Client', {
    userPool,
    generateSecret: false,
    disableOAuth: true,
    authFlows: { userSrp: true, userPassword: config.passwordSignIn },
    idTokenValidity: life,
    accessTokenValidity: life,
    refreshTokenValidity: Duration.hours(config.refreshTokenHours),
    authSessionValidity: Duration.minutes(3),
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    readAttributes: new ClientAttributes()
      .withStandardAttributes({ email: true, emailVerified: true })
      .withCustomAttributes(...Object.keys(attributesOf(config))),
    // An empty list would mean every standard attribute, the e-mail that recovers accounts included.
    writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
  });
}

/** The user pool with its groups. It holds users, so it stands apart from the API that asks it. */
export function createIdentityStack(app: App, config: DeploymentConfig): Identity {
  const stack = new Stack(app, 'Identity', stackProps(config, 'identity', 'Users and groups.'));
  const userPool = createUserPool(stack, config);
  for (const groupName of GROUPS) {
    new UserPoolGroup(stack, `Group-${groupName}`, { userPool, groupName });
  }
  const client = createClient(stack, config, userPool);
  new CfnOutput(stack, 'UserPoolId', { value: userPool.userPoolId });
  new CfnOutput(stack, 'ClientId', { value: client.userPoolClientId });
  return { userPool, client };
}
