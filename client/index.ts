export { cognitoAuth } from './auth.ts';
export type { Auth, IdTokenSupplier, UnsignedRequest } from './auth.ts';
export type { Outcome } from './batch.ts';
export { GatewayError } from './gateway-error.ts';
export type { ClientErrorCode, GatewayErrorCode } from './gateway-error.ts';
export { createGateway } from './gateway.ts';
export type {
  BatchOptions,
  CallOptions,
  Gateway,
  GatewayOptions,
  ReleasedItem,
  TokenizedItem,
} from './gateway.ts';
export * from './generated/operations.ts';
export { MASKS, maskCustom } from './masks.ts';
export type { RetryOptions } from './retry.ts';
export { isToken } from './token.ts';
export type { TypedDocument } from './typed-document.ts';
