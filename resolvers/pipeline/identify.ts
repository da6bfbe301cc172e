import type {
  AppSyncIdentityCognito,
  AppSyncIdentityIAM,
  Context,
  NONERequest,
} from '@aws-appsync/utils';

import type { CallerIdentity, Origin } from '../../functions/vault/event.ts';

/**
 * What the verified identity tells, and no more: of all headers the vault gets the fingerprint of the
 * client's certificate, which CloudFront sets and no client can.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewer-mtls-headers.html
 */
export function request(ctx: Context): NONERequest {
  const identity = ctx.identity as AppSyncIdentityCognito & AppSyncIdentityIAM;
  const headers = ctx.request.headers as Record<string, string | undefined>;
  const certificate = headers['cloudfront-viewer-cert-sha256'] ?? null;
  ctx.stash.identity = identity.claims
    ? user(identity, certificate)
    : service(identity, certificate);
  ctx.stash.origin = { sourceIp: identity.sourceIp } satisfies Origin;
  return { payload: {} };
}

/** Passes on what the field's own resolver prepared. */
export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}

/** Mail to `name+anything@example.org` goes to `name@example.org` (RFC 5233): it is one mailbox. */
function mailbox(email: string): string {
  const at = email.lastIndexOf('@');
  const plus = email.indexOf('+');
  const name = plus > 0 && plus < at ? email.slice(0, plus) : email.slice(0, at);
  return `${name}${email.slice(at)}`.toLowerCase();
}

/** A mailbox that was verified, and who a federated user is at his own provider. */
function persons(claims: PersonClaims): string[] {
  const found: string[] = [];
  // Cognito gives a boolean, a federated provider a string.
  if (claims.email && `${claims.email_verified}` === 'true') {
    found.push(`email:${mailbox(claims.email)}`);
  }
  for (const { providerName, userId } of claims.identities ?? []) {
    found.push(`${providerName}:${userId}`);
  }
  return found;
}

interface PersonClaims {
  readonly email?: string;
  readonly email_verified?: boolean | string;
  readonly identities?: readonly { readonly providerName: string; readonly userId: string }[];
}

function user(identity: AppSyncIdentityCognito, certificate: string | null): CallerIdentity {
  const claims = identity.claims as Record<string, string | undefined>;
  return {
    kind: 'user',
    subject: identity.sub,
    tenant: claims['custom:tenant'] ?? null,
    groups: identity.groups ?? [],
    tokenUse: claims.token_use ?? null,
    persons: persons(identity.claims as PersonClaims),
    certificate,
    boundCertificate: claims['custom:certificate'] ?? null,
  };
}

function service(identity: AppSyncIdentityIAM, certificate: string | null): CallerIdentity {
  return { kind: 'service', roleArn: identity.userArn, certificate };
}
