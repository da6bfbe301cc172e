import { join } from 'node:path';

import { ServiceError, serveAwsJson } from '../protocol/aws-json.ts';
import type { AwsCall, AwsJsonService } from '../protocol/aws-json.ts';
import type { ChildService } from '../protocol/child.ts';
import { createSignatureVerifier } from '../protocol/signature.ts';
import type { AccessKey, Refusal } from '../protocol/signature.ts';
import { createAccess } from './access.ts';
import { aliasOperations } from './aliases.ts';
import { createCallLedger } from './call-ledger.ts';
import type { CallLedger } from './call-ledger.ts';
import { openCallLog } from './call-log.ts';
import type { CallLog } from './call-log.ts';
import { encryptionOperations } from './encryption.ts';
import { unsupported } from './errors.ts';
import { policyOperations } from './key-policies.ts';
import { openKeyStore } from './key-store.ts';
import type { KeyStore } from './key-store.ts';
import { keyOperations } from './keys.ts';
import { macOperations } from './mac.ts';
import { secondsOf } from './operation.ts';
import type { Clock, Operation, OperationFamily } from './operation.ts';
import { reEncryptionOperations } from './re-encryption.ts';
import { rotationOperations, settleDueChanges } from './rotation.ts';
import { signingOperations } from './signing.ts';
import { tagOperations } from './tags.ts';
import { UNSUPPORTED_OPERATIONS, refuseUnsupportedMembers } from './unsupported.ts';

/** How a KMS is started. `port` 0 takes a free one. */
export interface KmsConfig {
  /** Holds `kms.sealed` and `kms-calls.log`; made when absent. */
  readonly dataDir: string;
  readonly port: number;
  readonly passphrase: string;
  readonly region: string;
  readonly account: string;
  readonly accessKeys: readonly AccessKey[];
  /** Serves `GatewayLocalCallCounts`, an operation of ours. */
  readonly statistics?: boolean;
}

export interface KmsOptions extends Omit<KmsConfig, 'dataDir' | 'port' | 'passphrase'> {
  readonly store: KeyStore;
  readonly log?: CallLog;
  /** For rotation and deletion; signatures are checked by the system's clock. */
  readonly clock?: Clock;
}

/** The operation that answers the call counts: see `call-counts.ts`. */
export const CALL_COUNTS_OPERATION = 'GatewayLocalCallCounts';

const MAX_BODY_BYTES = 64 * 1024;

const REFUSALS: Readonly<Record<Refusal, ServiceError>> = {
  missing: new ServiceError('MissingAuthenticationTokenException', 'The request is not signed.'),
  'unknown-key': new ServiceError('UnrecognizedClientException', 'The access key is unknown.'),
  expired: new ServiceError('InvalidSignatureException', 'Signature expired.'),
  mismatch: new ServiceError('InvalidSignatureException', 'The request signature does not match.'),
};

/** Starts a KMS on 127.0.0.1. @throws Error for a wrong passphrase, an altered file, a taken port */
export async function startKms(config: KmsConfig, clock?: Clock): Promise<ChildService> {
  const store = openKeyStore(config.dataDir, config.passphrase);
  const log = openCallLog(join(config.dataDir, 'kms-calls.log'));
  const service = createKms({ ...config, store, log, ...(clock === undefined ? {} : { clock }) });
  const server = await serveAwsJson(service, config.port);
  return {
    port: server.port,
    close: async () => {
      await server.close();
      await log.close();
    },
  };
}

/** The KMS as a service of the AWS JSON protocol, for a key store that is open. */
export function createKms(options: KmsOptions): AwsJsonService {
  const { store, region, account, accessKeys, clock = () => new Date() } = options;
  const place = { region, account };
  const parts = { store, access: createAccess(store, place), place, clock };
  const ledger = createCallLedger();
  const families: OperationFamily = {
    ...Object.fromEntries(UNSUPPORTED_OPERATIONS.map((name) => [name, refuseOperation])),
    ...keyOperations(parts),
    ...aliasOperations(parts),
    ...policyOperations(parts),
    ...tagOperations(parts),
    ...encryptionOperations(parts),
    ...reEncryptionOperations(parts),
    ...rotationOperations(parts),
    ...macOperations(parts),
    ...signingOperations(parts),
  };
  const operations = new Map<string, (call: AwsCall) => Promise<unknown>>(
    Object.entries(families).map(([name, run]) => [name, recorded(run, options, clock, ledger)]),
  );
  if (options.statistics === true) {
    operations.set(CALL_COUNTS_OPERATION, () => Promise.resolve({ Counts: ledger.counts() }));
  }
  return {
    targetPrefix: 'TrentService.',
    contentType: 'application/x-amz-json-1.1',
    maxBodyBytes: MAX_BODY_BYTES,
    internalError: 'KMSInternalException',
    authenticate: authenticator(region, accessKeys),
    operations,
  };
}

const refuseOperation: Operation = () => {
  throw unsupported('This operation is not supported on loopback.');
};

function authenticator(region: string, accessKeys: readonly AccessKey[]) {
  const verify = createSignatureVerifier({ service: 'kms', region, accessKeys });
  const authenticate: AwsJsonService['authenticate'] = async (request) => {
    const verification = await verify(request);
    if ('refusal' in verification) throw REFUSALS[verification.refusal];
    return verification.principal;
  };
  return authenticate;
}

/** Wraps an operation: what is due first, then the call, then its count and its line in the log. */
function recorded(run: Operation, { store, log }: KmsOptions, clock: Clock, ledger: CallLedger) {
  return async ({ operation, input, principal }: AwsCall): Promise<unknown> => {
    const signer = principal ?? '';
    const touched = new Set<string>();
    let result = 'ok';
    try {
      settleDueChanges(store, secondsOf(clock()));
      refuseUnsupportedMembers(input);
      return await run({ operation, input, principal: signer, touched });
    } catch (error) {
      result = error instanceof ServiceError ? error.type : 'KMSInternalException';
      throw error;
    } finally {
      ledger.record(operation, signer, result !== 'ok');
      const time = new Date().toISOString();
      log?.write({ time, operation, principal: signer, keys: [...touched], result });
    }
  };
}
