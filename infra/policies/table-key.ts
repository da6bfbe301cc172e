import { administrationStatement, onlyDeploymentsChange } from './key-administration.ts';
import type { Statement } from './statement.ts';

/** What DynamoDB does with a table's key on behalf of whoever uses the table. */
const TABLE_ENCRYPTION: readonly string[] = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/**
 * The policy of the key that encrypts the tables at rest. As with the key that AWS manages, whoever
 * in the account may use a table may have DynamoDB use its key, and nobody may use it directly.
 * No deny of use here: DynamoDB's own work in the background carries no `kms:ViaService`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function tableKeyStatements(o: {
  account: string;
  region: string;
  deployRoleArn?: string;
}): Statement[] {
  return [
    administrationStatement(o.account),
    {
      Sid: 'OnlyThroughDynamoDb',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: TABLE_ENCRYPTION,
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:CallerAccount': o.account,
          'kms:ViaService': `dynamodb.${o.region}.amazonaws.com`,
        },
      },
    },
    ...onlyDeploymentsChange(o.deployRoleArn),
  ];
}
