import type { SignedRequest, Verification } from '../protocol/signature.ts';
import { refuse } from './answer.ts';
import type { Refusal } from './answer.ts';
import type { Authorization } from './directives.ts';
import { iamCaller, userPoolCaller } from './identity.ts';
import type { Caller } from './identity.ts';
import type { UserPoolVerifier } from './user-pool.ts';

/** Checks an AWS Signature Version 4 and names the principal that signed. */
export interface IamVerifier {
  verify(request: SignedRequest): Promise<Verification>;
}

export interface CallerVerifiers {
  readonly userPool: UserPoolVerifier;
  readonly iam: IamVerifier;
}

/** A verifier of IAM callers on `createSignatureVerifier` (service `appsync`). */
export function createIamVerifier(
  verify: (request: SignedRequest) => Promise<Verification>,
): IamVerifier {
  return { verify };
}

const SIGNED = /^AWS4-HMAC-SHA256(?: |$)/;

/**
 * Finds out who calls. The Authorization header's form chooses the provider.
 *
 * @returns a refusal with the text AppSync has for it.
 */
export async function authenticate(
  request: SignedRequest,
  sourceIp: readonly string[],
  authorization: Authorization,
  verifiers: CallerVerifiers,
): Promise<Caller | Refusal> {
  const header = request.headers.authorization ?? '';
  if (header === '') {
    return authorization.additional.length === 0
      ? unauthorized('Valid authorization header not provided.')
      : unauthorized('Missing authorization header');
  }
  if (!SIGNED.test(header)) return userPool(header, sourceIp, verifiers.userPool);
  if (!authorization.additional.includes('AWS_IAM')) return unauthorized(NOT_AUTHORIZED);
  const verification = await verifiers.iam.verify(request);
  return 'principal' in verification
    ? iamCaller(verification.principal, sourceIp)
    : SIGNATURE_REFUSALS[verification.refusal];
}

const NOT_AUTHORIZED = 'You are not authorized to make this call.';

async function userPool(
  header: string,
  sourceIp: readonly string[],
  verifier: UserPoolVerifier,
): Promise<Caller | Refusal> {
  const verdict = await verifier.verify(header);
  if ('claims' in verdict) return userPoolCaller(verdict.claims, sourceIp);
  const texts = {
    malformed: 'Unable to parse JWT token.',
    expired: 'Token has expired.',
    unauthorized: NOT_AUTHORIZED,
  };
  return unauthorized(texts[verdict.refusal]);
}

function unauthorized(message: string): Refusal {
  return refuse(401, 'UnauthorizedException', message);
}

type SignatureRefusal = Extract<Verification, { readonly refusal: string }>['refusal'];

const SIGNATURE_REFUSALS: Readonly<Record<SignatureRefusal, Refusal>> = {
  missing: refuse(
    403,
    'IncompleteSignatureException',
    'The request signature does not conform to AWS standards.',
  ),
  'unknown-key': refuse(
    403,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ),
  expired: refuse(403, 'InvalidSignatureException', 'Signature expired.'),
  mismatch: refuse(
    403,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ),
};
