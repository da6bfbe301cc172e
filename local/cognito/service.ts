import { join } from 'node:path';

import { ServiceError, serveAwsJson } from '../protocol/aws-json.ts';
import type { AwsCall, AwsJsonService } from '../protocol/aws-json.ts';
import type { ChildService } from '../protocol/child.ts';
import { createSignatureVerifier } from '../protocol/signature.ts';
import type { AccessKey, Refusal } from '../protocol/signature.ts';
import { createChallenges } from './challenges.ts';
import { PUBLIC_OPERATIONS, SIGNED_OPERATIONS } from './operations.ts';
import { openOutbox } from './outbox.ts';
import { pruneSessions } from './refresh-session.ts';
import type { CognitoServices } from './services.ts';
import { openPoolStore } from './state.ts';
import { createThrottle } from './throttle.ts';
import { findDocument } from './well-known.ts';

/** How one Cognito service is set up. */
export interface CognitoConfig {
  /** Made if it is missing; holds `cognito.sealed` and `cognito-outbox.json`. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Opens `cognito.sealed`. */
  readonly passphrase: string;
  readonly region: string;
  /** Who may call the signed operations. */
  readonly accessKeys: readonly AccessKey[];
  /** The system's unless given. */
  readonly clock?: () => Date;
}

/** The largest request is SRP's, of a few kilobytes; AWS has the same limit in kind. */
const MAX_BODY_BYTES = 128 * 1024;

const REFUSALS: Readonly<Record<Refusal, ServiceError>> = {
  missing: new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token'),
  'unknown-key': new ServiceError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ),
  expired: new ServiceError('InvalidSignatureException', 'Signature expired.'),
  mismatch: new ServiceError(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
  ),
};

/**
 * Serves user pools on 127.0.0.1 until closed. What an answer reports is on disk before it is sent.
 *
 * @throws Error when the passphrase is wrong, the file was altered or the port is taken.
 */
export async function startCognito(config: CognitoConfig): Promise<ChildService> {
  return serveAwsJson(createService(config, openServices(config)), config.port);
}

function openServices({ dataDir, passphrase, region, clock }: CognitoConfig): CognitoServices {
  const now = clock ?? (() => new Date());
  const store = openPoolStore({ dataDir, passphrase });
  for (const pool of store.pools) pruneSessions(pool, now());
  return {
    store,
    clock: now,
    region,
    challenges: createChallenges(now),
    outbox: openOutbox(join(dataDir, 'cognito-outbox.json'), now),
    signInThrottle: createThrottle(now),
    resetThrottle: createThrottle(now),
  };
}

function createService(config: CognitoConfig, services: CognitoServices): AwsJsonService {
  const verify = createSignatureVerifier({ ...config, service: 'cognito-idp' });
  const handlers = Object.entries({ ...SIGNED_OPERATIONS, ...PUBLIC_OPERATIONS }).map(
    ([name, create]) => {
      const run = create(services);
      return [name, ({ input }: AwsCall) => Promise.resolve(run(input))] as const;
    },
  );
  return {
    targetPrefix: 'AWSCognitoIdentityProviderService.',
    contentType: 'application/x-amz-json-1.1',
    maxBodyBytes: MAX_BODY_BYTES,
    internalError: 'InternalErrorException',
    cors: 'any-origin',
    operations: new Map(handlers),
    async authenticate(request, operation) {
      if (Object.hasOwn(PUBLIC_OPERATIONS, operation)) return null;
      const verification = await verify(request);
      if ('refusal' in verification) throw REFUSALS[verification.refusal];
      return verification.principal;
    },
    get: (path) => Promise.resolve(findDocument(services.store, path)),
  };
}
