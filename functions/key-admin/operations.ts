import type { Call } from '../vault/call.ts';
import type { KeyAdminOperation } from '../vault/event.ts';
import { define, each } from '../vault/operation.ts';
import type { Answer } from '../vault/operation.ts';
import { tenantReceiptData } from '../vault/receipt.ts';
import { rewrapJobData } from '../vault/rewrap-job.ts';
import { readKeyWork, readTenant, readTenants } from './command.ts';
import { createRewrapStart, createRewrapStatus } from './rewrap.ts';
import { createRotation } from './rotation.ts';
import type { KeyAdminServices } from './services.ts';
import { createTenantCreation, createTenantErasure, createTenantList } from './tenants.ts';

/** Every operation of the key administration. */
export function createOperations(
  services: KeyAdminServices,
): Readonly<Record<KeyAdminOperation, Answer>> {
  /** Tenants are for the operator's administrators; where none is configured, for nobody. */
  const isOpenTo = ({ tenant }: Call): boolean => tenant === services.operatorTenant;
  return {
    createTenant: define(services, {
      isOpenTo,
      read: ([first]) => [readTenant(first?.input)],
      run: createTenantCreation(services),
      reply: each((tenant) => tenant),
    }),
    eraseTenant: define(services, {
      isOpenTo,
      read: ([first]) => [readTenant(first?.input)],
      run: createTenantErasure(services),
      reply: each(tenantReceiptData),
    }),
    tenants: define(services, {
      isOpenTo,
      read: ([first]) => [readTenants(first ?? {})],
      run: createTenantList(services),
      reply: each((page) => page),
    }),
    rotateKeys: define(services, {
      read: ([first]) => [readKeyWork(first?.input)],
      run: createRotation(services),
      reply: each((rotation) => rotation),
    }),
    startRewrap: define(services, {
      read: ([first]) => [readKeyWork(first?.input)],
      run: createRewrapStart(services),
      reply: each((job) => rewrapJobData(job, services.clock())),
    }),
    rewrapStatus: define(services, {
      read: () => [readKeyWork({})],
      run: createRewrapStatus(services),
      reply: each((job) => (job === null ? null : rewrapJobData(job, services.clock()))),
    }),
  };
}
