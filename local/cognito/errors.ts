import { ServiceError } from '../protocol/aws-json.ts';

/*
 * The errors of Cognito user pools, by their AWS names. Every message is a fixed sentence: where
 * AWS quotes a received value, ours leaves it out.
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */

export const notAuthorized = (message = 'Incorrect username or password.'): ServiceError =>
  new ServiceError('NotAuthorizedException', message);

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError('InvalidParameterException', message);

/** `name` is a parameter's name as this code knows it, never as it was received. */
export const badValue = (name: string): ServiceError =>
  invalidParameter(`1 validation error detected: Value at '${name}' failed to satisfy constraint.`);

export const notSupported = (what: string): ServiceError =>
  invalidParameter(`${what} is not supported by this service.`);

export const noSuchResource = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `${what} does not exist.`);

export const noSuchUser = (): ServiceError =>
  new ServiceError('UserNotFoundException', 'User does not exist.');

export const limitExceeded = (
  message = 'Attempt limit exceeded, please try after some time.',
): ServiceError => new ServiceError('LimitExceededException', message);

export const codeMismatch = (
  message = 'Invalid verification code provided, please try again.',
): ServiceError => new ServiceError('CodeMismatchException', message);

export const invalidSession = (): ServiceError =>
  notAuthorized('Invalid session for the user, session is expired or was used.');
