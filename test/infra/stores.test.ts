import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { TABLES } from '../../infra/tables.ts';
import { allResources, resourcesOf, statementsOf, synthesize } from './templates.ts';
import type { Resource } from './templates.ts';

const production = synthesize(PRODUCTION);
const TABLE = 'AWS::DynamoDB::GlobalTable';
const KEPT = [TABLE, 'AWS::KMS::Key', 'AWS::Cognito::UserPool', 'AWS::Logs::LogGroup'];

const isKept = ({ Type }: Resource): boolean => KEPT.includes(Type);

describe('the keys', () => {
  const { Keys: keys } = production;

  test('are two, rotated every year and deleted only after 30 days', () => {
    keys.resourceCountIs('AWS::KMS::Key', 2);
    keys.allResourcesProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      RotationPeriodInDays: 365,
      PendingWindowInDays: 30,
    });
  });

  test('carry the statements that are tested for themselves, the root key with its endpoint', () => {
    const [root = [], table = []] = resourcesOf(keys, 'AWS::KMS::Key').map(({ Properties }) =>
      statementsOf(Properties.KeyPolicy),
    );
    expect(root.map(({ Sid }) => Sid)).toEqual([
      'AdministerWithoutUse',
      'VaultReadsBranchKeys',
      'KeyAdminCreatesBranchKeys',
      'KeyAdminVersionsBranchKeys',
      'NobodyElse',
      'VaultOnlyDecrypts',
      'KeyAdminNeverDecrypts',
      'OnlyToThisKey',
      'OnlyThisKeyStore',
      'OnlyKeyStoreRows',
      'OnlyThroughTheEndpoint',
    ]);
    expect(table.map(({ Sid }) => Sid)).toEqual(['AdministerWithoutUse', 'OnlyThroughDynamoDb']);
  });
});

describe('the tables', () => {
  const vault = resourcesOf(production.Vault, TABLE);
  const audit = resourcesOf(production.Audit, TABLE);
  const tables = [...vault, ...audit];

  test('stand in two stacks: vault and key store in one, audit in the other', () => {
    const names = [vault, audit].map((group) =>
      group.map(({ Properties }) => Properties.TableName),
    );
    expect(names).toEqual([
      ['tokenization-production-vault', 'tokenization-production-key-store'],
      ['tokenization-production-audit'],
    ]);
  });

  test.each([production.Vault, production.Audit])(
    'are recoverable for 35 days, protected from deletion and encrypted with the table key',
    (template) => {
      template.allResourcesProperties(TABLE, {
        Replicas: [
          Match.objectLike({
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
              RecoveryPeriodInDays: 35,
            },
            DeletionProtectionEnabled: true,
            SSESpecification: { KMSMasterKeyId: Match.anyValue() },
          }),
        ],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
    },
  );

  test('have the key schemas that the functions and the loopback runtime use', () => {
    const schemas = tables.map(({ Properties }) =>
      (Properties.KeySchema as { AttributeName: string }[]).map((key) => key.AttributeName),
    );
    expect(schemas).toEqual([['pk'], ['branch-key-id', 'type'], ['pk', 'sk']]);
  });

  test('expire items of the vault and never audit events or branch keys', () => {
    const expiring = tables.filter(({ Properties }) => 'TimeToLiveSpecification' in Properties);
    expect(expiring.map(({ Properties }) => Properties.TimeToLiveSpecification)).toEqual([
      { AttributeName: TABLES.vault.timeToLiveAttribute, Enabled: true },
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
