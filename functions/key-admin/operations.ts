import type { Call } from '../vault/call.ts';
import type { KeyAdminOperation } from '../vault/event.ts';
import { define, each } from '../vault/operation.ts';
import type { Answer } from '../vault/operation.ts';
import { tenantReceiptData } from '../vault/receipt.ts';
import { readKeyWork, readTenant, readTenants } from './command.ts';
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
  };
}
