import { unsupported } from './errors.ts';
import { isAbsent } from './input.ts';
import type { Input } from './input.ts';

/** KMS's further operations: known by name, so that a caller learns that it is us who lack them. */
export const UNSUPPORTED_OPERATIONS: readonly string[] = [
  'ConnectCustomKeyStore',
  'CreateCustomKeyStore',
  'CreateGrant',
  'DeleteCustomKeyStore',
  'DeleteImportedKeyMaterial',
  'DeriveSharedSecret',
  'DescribeCustomKeyStores',
  'DisconnectCustomKeyStore',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GetParametersForImport',
  'ImportKeyMaterial',
  'ListGrants',
  'ListKeyPolicies',
  'ListRetirableGrants',
  'ReplicateKey',
  'RetireGrant',
  'RevokeGrant',
  'UpdateCustomKeyStore',
  'UpdateKeyDescription',
  'UpdatePrimaryRegion',
];

/** Members that would change what a call does, so that to ignore them would be to lie. */
const UNSUPPORTED_MEMBERS: readonly string[] = ['DryRun', 'GrantTokens', 'Recipient'];

/** @throws ServiceError UnsupportedOperationException */
export function refuseUnsupportedMembers(input: Input): void {
  for (const name of UNSUPPORTED_MEMBERS) {
    const value = input[name];
    const says =
      !isAbsent(value) && value !== false && !(Array.isArray(value) && value.length === 0);
    if (says) throw unsupported(`${name} is not supported.`);
  }
}
