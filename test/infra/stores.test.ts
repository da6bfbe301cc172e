import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { TABLES } from '../../infra/tables.ts';
import {
  allResources,
  resourcesOf,
  roleStatements,
  statementsOf,
  synthesize,
} from './templates.ts';
import type { Resource } from './templates.ts';

const production = synthesize(PRODUCTION);
const TABLE = 'AWS::DynamoDB::GlobalTable';
const BUCKET = 'AWS::S3::Bucket';
const KEPT = [TABLE, 'AWS::KMS::Key', 'AWS::Cognito::UserPool', 'AWS::Logs::LogGroup', BUCKET];

const isKept = ({ Type }: Resource): boolean => KEPT.includes(Type);

describe('the keys', () => {
  const { Keys: keys } = production;

  test('are four and deleted only after 30 days', () => {
    keys.resourceCountIs('AWS::KMS::Key', 4);
    keys.allResourcesProperties('AWS::KMS::Key', { PendingWindowInDays: 30 });
  });

  test('that encrypt are rotated every year; those that sign are on P-256', () => {
    const kinds = resourcesOf(keys, 'AWS::KMS::Key').map(({ Properties }) => [
      Properties.KeySpec,
      Properties.KeyUsage,
      Properties.RotationPeriodInDays,
    ]);
    expect(kinds).toEqual([
      [undefined, undefined, 365],
      [undefined, undefined, 365],
      ['ECC_NIST_P256', 'SIGN_VERIFY', undefined],
      ['ECC_NIST_P256', 'SIGN_VERIFY', undefined],
    ]);
  });

  test('carry the statements that are tested for themselves, the root key with its endpoint', () => {
    const [root = [], table = [], receipt = [], checkpoint = []] = resourcesOf(
      keys,
      'AWS::KMS::Key',
    ).map(({ Properties }) => statementsOf(Properties.KeyPolicy));
    expect(root.map(({ Sid }) => Sid)).toEqual([
      'AdministerWithoutUse',
      'VaultAndRewrapReadBranchKeys',
      'KeyAdminCreatesBranchKeys',
      'KeyAdminVersionsBranchKeys',
      'KeyAdminReadsBeaconKeys',
      'NobodyElse',
      'ReadersOnlyDecrypt',
      'KeyAdminOnlyLooksAfterKeys',
      'KeyAdminNeverReadsBranchKeys',
      'NothingTurnsIntoABeaconKey',
      'OnlyToThisKey',
      'OnlyThisKeyStore',
      'OnlyKeyStoreRows',
      'OnlyThroughTheEndpoint',
      'OnlyDeploymentsChangeTheKey',
    ]);
    expect(table.map(({ Sid }) => Sid)).toEqual([
      'AdministerWithoutUse',
      'OnlyThroughDynamoDb',
      'OnlyDeploymentsChangeTheKey',
    ]);
    expect(receipt.map(({ Sid }) => Sid)).toEqual([
      'AdministerWithoutUse',
      'ReadPublicKey',
      'VaultOrKeyAdminSignsReceipts',
      'NobodyElse',
      'VaultOrKeyAdminOnlySigns',
      'OnlyThisAlgorithm',
      'OnlyWholeMessages',
      'OnlyThroughTheEndpoint',
      'OnlyDeploymentsChangeTheKey',
    ]);
    expect(checkpoint.map(({ Sid }) => Sid)).toEqual([
      'AdministerWithoutUse',
      'ReadPublicKey',
      'SealerSignsCheckpoints',
      'NobodyElse',
      'SealerOnlySigns',
      'OnlyThisAlgorithm',
      'OnlyWholeMessages',
      'OnlyThroughTheEndpoint',
      'OnlyDeploymentsChangeTheKey',
    ]);
  });
});

describe('the tables', () => {
  const vault = resourcesOf(production.Vault, TABLE);
  const audit = resourcesOf(production.Audit, TABLE);
  const tables = [...vault, ...audit];

  test('stand in two stacks: those of the vault in one, those of the audit trail in the other', () => {
    const names = [vault, audit].map((group) =>
      group.map(({ Properties }) => Properties.TableName),
    );
    expect(names).toEqual([
      [
        'tokenization-production-vault',
        'tokenization-production-control',
        'tokenization-production-cvc',
        'tokenization-production-notices',
        'tokenization-production-key-store',
      ],
      [
        'tokenization-production-audit',
        'tokenization-production-checkpoints',
        'tokenization-production-profiles',
      ],
    ]);
  });

  test('but that of the card verification codes are recoverable for 35 days', () => {
    const recovery = tables.map(({ Properties }) => {
      const [replica] = Properties.Replicas as Record<string, unknown>[];
      return [Properties.TableName, replica?.PointInTimeRecoverySpecification];
    });
    const days = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 };
    const isCodes = ([name]: unknown[]) => String(name).endsWith('-cvc');
    for (const [, found] of recovery.filter((one) => !isCodes(one))) expect(found).toEqual(days);
    expect(recovery.filter(isCodes).map(([, found]) => found)).toEqual([
      { PointInTimeRecoveryEnabled: false },
    ]);
  });

  test('have one region each, and no stream but that of the notices, which hold no values', () => {
    for (const { Properties } of tables) expect(Properties.Replicas).toHaveLength(1);
    const streamed = tables.filter(({ Properties }) => 'StreamSpecification' in Properties);
    expect(streamed.map(({ Properties }) => Properties.TableName)).toEqual([
      'tokenization-production-notices',
    ]);
    production.Vault.resourceCountIs('AWS::Backup::BackupSelection', 0);
  });

  test.each([production.Vault, production.Audit])(
    'are protected from deletion and encrypted with the table key',
    (template) => {
      template.allResourcesProperties(TABLE, {
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            SSESpecification: { KMSMasterKeyId: Match.anyValue() },
          }),
        ],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
    },
  );

  test('are of the class for infrequent access where the configuration says so', () => {
    const { Audit: audit, Vault: other } = synthesize({ ...SANDBOX, infrequentAccess: ['audit'] });
    const classes = [audit, other].flatMap((template) =>
      resourcesOf(template, TABLE).flatMap(({ Properties }) =>
        (Properties.Replicas as Record<string, unknown>[]).map(({ TableClass: given }) => [
          Properties.TableName,
          given,
        ]),
      ),
    );
    expect(classes.filter(([, given]) => given !== undefined)).toEqual([
      ['tokenization-sandbox-audit', 'STANDARD_INFREQUENT_ACCESS'],
    ]);
  });

  test('have the key schemas that the functions and the loopback runtime use', () => {
    const schemas = tables.map(({ Properties }) =>
      (Properties.KeySchema as { AttributeName: string }[]).map((key) => key.AttributeName),
    );
    expect(schemas).toEqual([
      ['pk'],
      ['pk'],
      ['pk'],
      ['pk'],
      ['branch-key-id', 'type'],
      ['pk', 'sk'],
      ['pk', 'sk'],
      ['pk'],
    ]);
  });

  test('have one index: of the events of tenants, whole', () => {
    const indexes = tables.map(({ Properties }) => Properties.GlobalSecondaryIndexes);
    expect(indexes.filter((one) => one !== undefined)).toEqual([
      [
        {
          IndexName: 'by-tenant',
          KeySchema: [
            { AttributeName: 'tenantDay', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    ]);
  });

  test('expire items of the vault and profiles, and never audit events or branch keys', () => {
    const expiring = tables.filter(({ Properties }) => 'TimeToLiveSpecification' in Properties);
    expect(expiring.map(({ Properties }) => Properties.TimeToLiveSpecification)).toEqual(
      [TABLES.vault, TABLES.control, TABLES.cvc, TABLES.notices, TABLES.profiles].map((table) => ({
        AttributeName: table.timeToLiveAttribute,
        Enabled: true,
      })),
    );
  });
});

describe('notices of approvals', () => {
  test('go from the stream to the bus by a pipe, with names and counts only', () => {
    const [pipe] = resourcesOf(production.Vault, 'AWS::Pipes::Pipe');
    const { SourceParameters, TargetParameters } = pipe?.Properties as {
      SourceParameters: { FilterCriteria: { Filters: { Pattern: string }[] } };
      TargetParameters: { InputTemplate: string };
    };
    expect(SourceParameters.FilterCriteria.Filters).toEqual([
      { Pattern: '{"eventName":["INSERT"]}' },
    ]);
    const names = [...TargetParameters.InputTemplate.matchAll(/"(\w+)":/g)].map(([, name]) => name);
    expect(names).toEqual(['tenant', 'approval', 'state', 'purpose', 'count', 'minutes', 'time']);
  });

  test('are all that the role of the pipe can read, and the bus all that it can write to', () => {
    const statements = roleStatements(production.Vault, 'NoticePipeRole');
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'events:PutEvents',
    ]);
    expect(JSON.stringify(statements)).not.toContain('"*"');
  });
});

describe('the bucket of the checkpoints', () => {
  const { Audit: audit } = production;

  test('keeps every version, locked so that nobody can remove it before its time', () => {
    audit.resourceCountIs(BUCKET, 1);
    audit.hasResourceProperties(BUCKET, {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: Match.absent(),
    });
  });

  test('is closed to the public and to ACLs', () => {
    audit.hasResourceProperties(BUCKET, {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test('has a policy that only denies', () => {
    const [policy] = resourcesOf(audit, 'AWS::S3::BucketPolicy');
    const statements = statementsOf(policy?.Properties.PolicyDocument);
    expect(statements.map(({ Sid, Effect }) => `${Effect} ${Sid ?? ''}`)).toEqual([
      'Deny OnlyToBeRead',
      'Deny TheSealerOnlyAdds',
      'Deny DeploymentsOnlyLookAfterIt',
      'Deny OnlyWhereNothingIs',
      'Deny OnlyEncryptedTransport',
    ]);
  });
});

describe('what holds data', () => {
  test('outlives its stack in production', () => {
    const kept = allResources(production).filter(isKept);
    expect(new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['Retain']));
    expect(new Set(kept.map(({ Type }) => Type))).toEqual(new Set(KEPT));
  });

  test('goes with its stack in the sandbox', () => {
    const removed = allResources(synthesize(SANDBOX)).filter(isKept);
    expect(new Set(removed.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(
      new Set(['Delete']),
    );
  });
});
