import {
  checkpointAccess,
  checkpointBucketStatements,
} from '../../../infra/policies/checkpoint-bucket.ts';
import { holds, isAboutAction, isAboutResource } from '../../../infra/proofs/evaluation.ts';
import { parsePolicy } from '../../../infra/proofs/parsed-statement.ts';

const PLACE = { account: '111111111111', region: 'us-east-1', environment: 'sandbox' } as const;
const SEALER = 'arn:aws:iam::111111111111:role/tokenization-sandbox-audit-sealer-function';
const DEPLOY = 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-us-east-1';
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

const STATEMENTS = parsePolicy({ Statement: checkpointBucketStatements(PLACE) });

/** What denies a request, by the evaluator of the proofs. */
function deniedBy({ action, resource, principal, ifNoneMatch, tls }: BucketRequest): string[] {
  const context = new Map([
    ['aws:principalarn', [principal]],
    ['aws:securetransport', [String(tls)]],
    ...(ifNoneMatch ? [['s3:if-none-match', ['*']] as const] : []),
  ]);
  return STATEMENTS.filter(
    (statement) =>
      isAboutAction(statement, action.toLowerCase()) &&
      isAboutResource(statement, resource) &&
      statement.conditions.every((condition) => holds(condition, context)),
  ).map(({ sid }) => sid);
}

describe('the policy of the bucket of the checkpoints', () => {
  test('lets the sealer put a checkpoint where none is, and read and list', () => {
    expect(deniedBy(PUT)).toEqual([]);
    expect(deniedBy({ ...PUT, action: 's3:GetObject' })).toEqual([]);
    expect(deniedBy({ ...PUT, action: 's3:ListBucket', resource: BUCKET })).toEqual([]);
  });

  test('denies a put by anybody else', () => {
    const principal = 'arn:aws:iam::111111111111:role/administrator';
    expect(deniedBy({ ...PUT, principal })).toEqual(['OnlyToBeRead']);
  });

  test('denies a put that would add a version to what is there', () => {
    expect(deniedBy({ ...PUT, ifNoneMatch: false })).toEqual(['OnlyWhereNothingIs']);
  });

  test.each(['DeleteObject', 'DeleteObjectVersion', 'PutObjectRetention', 'PutObjectLegalHold'])(
    'denies %s to everybody, the sealer too',
    (name) => {
      expect(deniedBy({ ...PUT, action: `s3:${name}` })).toEqual(['TheSealerOnlyAdds']);
    },
  );

  test.each(['PutLifecycleConfiguration', 'PutBucketVersioning', 'DeleteBucket'])(
    'denies %s to everybody',
    (name) => {
      const request = { ...PUT, action: `s3:${name}`, resource: BUCKET };
      expect(deniedBy(request)).toEqual(['TheSealerOnlyAdds']);
      expect(deniedBy({ ...request, principal: DEPLOY })).toEqual(['DeploymentsOnlyLookAfterIt']);
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
