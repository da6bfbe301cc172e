import type { Place } from './arn.ts';
import { choice, flag, text } from './input.ts';
import type { OperationFamily } from './operation.ts';
import type { KmsParts } from './parts.ts';
import { parsePolicy } from './policy-document.ts';

/** As KMS's own: the account decides, which on loopback means every principal of the account. */
export function defaultPolicy({ account }: Place): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/** GetKeyPolicy and PutKeyPolicy; KMS knows one policy per key, named `default`. */
export function policyOperations({
  store,
  access,
}: Pick<KmsParts, 'store' | 'access'>): OperationFamily {
  return {
    GetKeyPolicy: (request) => {
      const PolicyName = choice(request.input, 'PolicyName', ['default'], 'default');
      const keyId = text(request.input, 'KeyId', { min: 1, max: 2048 });
      return { Policy: access.key(request, { keyId }).policy, PolicyName };
    },
    PutKeyPolicy: (request) => {
      const { input } = request;
      choice(input, 'PolicyName', ['default'], 'default');
      const bypass = flag(input, 'BypassPolicyLockoutSafetyCheck');
      const key = access.key(request, {
        keyId: text(input, 'KeyId', { min: 1, max: 2048 }),
        conditions: { 'kms:BypassPolicyLockoutSafetyCheck': String(bypass) },
      });
      const policy = text(input, 'Policy', { min: 1, max: 131_072 });
      const statements = parsePolicy(policy);
      if (!bypass) access.refuseLockout(request, key, statements);
      store.change(() => (key.policy = policy));
      return undefined;
    },
  };
}
