import {
  checkpointAccess,
  checkpointBucketStatements,
} from '../../../infra/policies/checkpoint-bucket.ts';
import type { Statement } from '../../../infra/policies/statement.ts';

const PLACE = { account: '111111111111', region: 'us-east-1', environment: 'sandbox' } as const;
const SEALER = 'arn:aws:iam::111111111111:role/tokenization-sandbox-audit-sealer-function';
const BUCKET = 'arn:aws:s3:::tokenization-sandbox-checkpoints-111111111111-us-east-1';

interface BucketRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  readonly ifNoneMatch: boolean;
  readonly tls: boolean;
}

const PUT: BucketRequest = {
  action: 's3:PutObject',
  resource: `${BUCKET}/checkpoints/000000000000.json`,
  principal: SEALER,
  ifNoneMatch: true,
  tls: true,
};

const isLike = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;

/** The conditions that this policy uses, as IAM evaluates them. */
function holds({ Condition = {} }: Statement, request: BucketRequest): boolean {
  const { ArnNotEquals, Null, Bool } = Condition;
  return (
    ArnNotEquals?.['aws:PrincipalArn'] !== request.principal &&
    (Null === undefined || Null['s3:if-none-match'] === String(!request.ifNoneMatch)) &&
    (Bool === undefined || Bool['aws:SecureTransport'] === String(request.tls))
  );
}

function deniedBy(request: BucketRequest): string[] {
  return checkpointBucketStatements(PLACE)
    .filter(({ Action = [] }) => Action.some((one) => isLike(one, request.action)))
    .filter(({ Resource }) => [Resource].flat().some((one) => isLike(one, request.resource)))
    .filter((statement) => holds(statement, request))
    .map(({ Sid }) => Sid);
}

describe('the policy of the bucket of the checkpoints', () => {
  test('lets the sealer put a checkpoint where none is, and read and list', () => {
    expect(deniedBy(PUT)).toEqual([]);
    expect(deniedBy({ ...PUT, action: 's3:GetObject' })).toEqual([]);
    expect(deniedBy({ ...PUT, action: 's3:ListBucket', resource: BUCKET })).toEqual([]);
  });

  test('denies a put by anybody else', () => {
    const principal = 'arn:aws:iam::111111111111:role/administrator';
    expect(deniedBy({ ...PUT, principal })).toEqual(['OnlyTheSealerPuts']);
  });

  test('denies a put that would add a version to what is there', () => {
    expect(deniedBy({ ...PUT, ifNoneMatch: false })).toEqual(['OnlyWhereNothingIs']);
  });

  test.each(['DeleteObject', 'DeleteObjectVersion', 'PutObjectRetention', 'PutObjectLegalHold'])(
    'denies %s to everybody, the sealer too',
    (name) => {
      expect(deniedBy({ ...PUT, action: `s3:${name}` })).toEqual(['NobodyAltersObjects']);
    },
  );

  test.each(['PutLifecycleConfiguration', 'PutBucketVersioning', 'DeleteBucket'])(
    'denies %s to everybody',
    (name) => {
      const request = { ...PUT, action: `s3:${name}`, resource: BUCKET };
      expect(deniedBy(request)).toEqual(['NobodyKeepsLess']);
    },
  );

  test('denies everything in the clear', () => {
    expect(deniedBy({ ...PUT, tls: false })).toEqual(['OnlyEncryptedTransport']);
  });
});

describe('access to the bucket', () => {
  test('is the sealer’s alone, and never to delete', () => {
    expect(checkpointAccess(PLACE).map(({ role }) => role)).toEqual(['auditSealer', 'auditSealer']);
    expect(
      checkpointAccess(PLACE)
        .flatMap(({ actions }) => actions)
        .join(),
    ).not.toMatch(/Delete/);
  });
});
