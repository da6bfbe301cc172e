import { ServiceError } from '../protocol/aws-json.ts';

/**
 * KMS's errors by KMS's names. A message holds ARNs of keys that exist or are well formed, and
 * never what a caller sent.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html
 */
export const invalid = (message: string) => new ServiceError('ValidationException', message);

export const unsupported = (message: string) =>
  new ServiceError('UnsupportedOperationException', message);

export const invalidCiphertext = () =>
  new ServiceError('InvalidCiphertextException', 'The ciphertext is invalid.');

export const keyNotFound = (arn: string) =>
  new ServiceError('NotFoundException', `Key '${arn}' does not exist`);

/** A name that is no key id may be anything, so it is not repeated. */
export const nameNotFound = () =>
  new ServiceError('NotFoundException', 'The key or alias is not found.');

/** For a blob whose key is unknown: KMS does not say which of the three it is. */
export const ciphertextOfUnknownKey = () =>
  new ServiceError(
    'AccessDeniedException',
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  );

export const incorrectKey = () =>
  new ServiceError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );

export const accessDenied = (principal: string, action: string, arn: string) =>
  new ServiceError(
    'AccessDeniedException',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${arn}`,
  );

export const keyDisabled = (arn: string) =>
  new ServiceError('DisabledException', `${arn} is disabled.`);

export const invalidState = (arn: string, state: string) =>
  new ServiceError('KMSInvalidStateException', `${arn} is ${state}.`);

export const invalidKeyUsage = (arn: string, usage: string) =>
  new ServiceError(
    'InvalidKeyUsageException',
    `${arn} key usage is ${usage} which is not valid for this operation.`,
  );

export const malformedPolicy = (message: string) =>
  new ServiceError('MalformedPolicyDocumentException', message);

export const limitExceeded = (message: string) =>
  new ServiceError('LimitExceededException', message);
