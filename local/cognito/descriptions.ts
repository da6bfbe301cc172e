import type {
  AttributeSchema,
  ClientRecord,
  GroupRecord,
  PasswordPolicy,
  PoolRecord,
  UserRecord,
} from './state.ts';

/*
 * Records as AWS answers them; times in seconds since 1970, as the AWS JSON protocol has them.
 */

export function describePool(pool: PoolRecord, region: string): Record<string, unknown> {
  return {
    ...pool.described,
    Id: pool.id,
    Name: pool.name,
    Arn: `arn:aws:cognito-idp:${region}:000000000000:userpool/${pool.id}`,
    CreationDate: seconds(pool.createdAt),
    LastModifiedDate: seconds(pool.createdAt),
    EstimatedNumberOfUsers: pool.users.length,
    MfaConfiguration: pool.mfa,
    Policies: { PasswordPolicy: describePolicy(pool.passwordPolicy) },
    SchemaAttributes: pool.schema.map(describeSchema),
    UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
  };
}

export function describeClient(pool: PoolRecord, client: ClientRecord): Record<string, unknown> {
  return {
    UserPoolId: pool.id,
    ClientId: client.id,
    ClientName: client.name,
    CreationDate: seconds(client.createdAt),
    LastModifiedDate: seconds(client.createdAt),
    ExplicitAuthFlows: client.authFlows,
    ...(client.readAttributes === null ? {} : { ReadAttributes: client.readAttributes }),
    ...(client.writeAttributes === null ? {} : { WriteAttributes: client.writeAttributes }),
    PreventUserExistenceErrors: client.hidesUserExistence ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: true,
    AllowedOAuthFlowsUserPoolClient: false,
    AuthSessionValidity: client.authSessionMinutes,
    AccessTokenValidity: client.accessTokenSeconds,
    IdTokenValidity: client.idTokenSeconds,
    RefreshTokenValidity: client.refreshTokenSeconds,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
  };
}

export function describeGroup(pool: PoolRecord, group: GroupRecord): Record<string, unknown> {
  return {
    UserPoolId: pool.id,
    GroupName: group.name,
    ...(group.description === null ? {} : { Description: group.description }),
    ...(group.precedence === null ? {} : { Precedence: group.precedence }),
    CreationDate: seconds(group.createdAt),
    LastModifiedDate: seconds(group.createdAt),
  };
}

/** Without the attributes, which each operation names and filters its own way. */
export function describeUser(user: UserRecord): Record<string, unknown> {
  return {
    Username: user.username,
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: seconds(user.createdAt),
    UserLastModifiedDate: seconds(user.modifiedAt),
  };
}

/** All attributes, `sub` first: for administrators. */
export function listAttributes(user: UserRecord): { Name: string; Value: string }[] {
  return [['sub', user.sub] as const, ...Object.entries(user.attributes)].map(([Name, Value]) => ({
    Name,
    Value,
  }));
}

function describePolicy(policy: PasswordPolicy): Record<string, unknown> {
  return {
    MinimumLength: policy.minimumLength,
    RequireLowercase: policy.requireLowercase,
    RequireNumbers: policy.requireNumbers,
    RequireSymbols: policy.requireSymbols,
    RequireUppercase: policy.requireUppercase,
    TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
  };
}

function describeSchema(schema: AttributeSchema): Record<string, unknown> {
  const least = schema.least === null ? undefined : String(schema.least);
  const most = schema.most === null ? undefined : String(schema.most);
  return {
    Name: schema.name,
    AttributeDataType: schema.dataType,
    DeveloperOnlyAttribute: false,
    Mutable: schema.mutable,
    Required: schema.required,
    ...(schema.dataType === 'String'
      ? { StringAttributeConstraints: { MinLength: least, MaxLength: most } }
      : {}),
    ...(schema.dataType === 'Number'
      ? { NumberAttributeConstraints: { MinValue: least, MaxValue: most } }
      : {}),
  };
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
