import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { GROUPS } from '../../infra/groups.ts';
import { resourcesOf, synthesize } from './templates.ts';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const POOL = 'AWS::Cognito::UserPool';

describe('the user pool', () => {
  const { Identity: identity } = synthesize(PRODUCTION);

  test('lets nobody sign up', () => {
    identity.hasResourceProperties(POOL, {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  test('asks for passwords of 12 characters and more, of every kind', () => {
    identity.hasResourceProperties(POOL, {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
    });
  });

  test('demands a second factor, which is never a text message', () => {
    identity.hasResourceProperties(POOL, {
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
    identity.resourceCountIs('AWS::IAM::Role', 0);
  });

  test('cannot be deleted by accident', () => {
    identity.hasResourceProperties(POOL, { DeletionProtection: 'ACTIVE' });
  });

  test('keeps a tenant for life', () => {
    identity.hasResourceProperties(POOL, {
      Schema: [Match.objectLike({ Name: 'tenant', Mutable: false })],
    });
  });

  test('has the six groups', () => {
    const groups = resourcesOf(identity, 'AWS::Cognito::UserPoolGroup').map(
      ({ Properties }) => Properties.GroupName,
    );
    expect(groups.sort()).toEqual([...GROUPS].sort());
  });

  test('has one client, which may read the tenant and write nothing that matters', () => {
    identity.resourceCountIs(CLIENT, 1);
    identity.hasResourceProperties(CLIENT, {
      ReadAttributes: Match.arrayWith(['custom:tenant']),
      WriteAttributes: ['locale'],
    });
  });

  test('has a client without secret and without OAuth that signs in by SRP only', () => {
    identity.hasResourceProperties(CLIENT, {
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: false,
      AllowedOAuthFlows: Match.absent(),
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });

  test('issues ID tokens for at most ten minutes, and they can be revoked', () => {
    identity.hasResourceProperties(CLIENT, {
      IdTokenValidity: 10,
      AccessTokenValidity: 10,
      TokenValidityUnits: Match.objectLike({ IdToken: 'minutes', AccessToken: 'minutes' }),
      EnableTokenRevocation: true,
    });
  });

  test('does not tell whether a user exists', () => {
    identity.hasResourceProperties(CLIENT, { PreventUserExistenceErrors: 'ENABLED' });
  });
});
