import { fieldsOf, listOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { isGroup } from './policy.ts';
import type { Group } from './policy.ts';

declare const verified: unique symbol;

/**
 * A tenant's name, `[a-z][a-z0-9-]{1,62}`. Only this file makes one, from a verified identity or for
 * work that no caller asks for, so that no argument can ever be taken for a tenant: it does not
 * compile.
 */
export type Tenant = string & { readonly [verified]: 'tenant' };

/**
 * Who calls. `id` is the user's subject, or `account/roleName` of a service. A job is work of our
 * own, named by its `id`, that no caller waits for.
 */
export interface Actor {
  readonly kind: 'user' | 'service' | 'job';
  readonly id: string;
  readonly groups: readonly Group[];
  /** What the identity provider verified of the person, such as an e-mail address; often nothing. */
  readonly persons: readonly string[];
  /** Whether a service may charge cards; a person may by its groups. */
  readonly charges?: boolean;
}

/** `actor` is null if the identity is not one we know; `tenant` is null if it names none. */
export interface Identity {
  readonly actor: Actor | null;
  readonly tenant: Tenant | null;
}

/** An IAM role that may call, and as whom. */
export interface ServiceCaller {
  readonly account: string;
  readonly roleName: string;
  readonly tenant: string;
  readonly groups: readonly string[];
  /** Whether it may charge cards, which nobody may read by that. */
  readonly charges?: boolean;
  /** The fingerprint of its certificate, without which it may nothing where certificates are bound. */
  readonly certificate?: string;
}

/**
 * `bound`: who calls has to come with the certificate that is his own, so that a stolen ID token is of no use
 * (as RFC 8705 has it for access tokens). `ignored` where clients have none.
 */
export type ClientCertificates = 'bound' | 'ignored';

const TENANT = /^[a-z][a-z0-9-]{1,62}$/;
const SUBJECT = /^[A-Za-z0-9._:@+=,-]{1,128}$/;
const ASSUMED_ROLE =
  /^arn:aws(?:-[a-z]+)*:sts::([0-9]{12}):assumed-role\/([\w+=,.@-]{1,64})\/[^/]+$/;
const FINGERPRINT = /^[0-9a-f]{64}$/;
const [MAX_PERSONS, MAX_PERSON_LENGTH] = [16, 400];
const NOBODY: Identity = { actor: null, tenant: null };

export function isTenantName(name: unknown): name is string {
  return typeof name === 'string' && TENANT.test(name);
}

function tenantOf(name: unknown): Tenant | null {
  return isTenantName(name) ? (name as Tenant) : null;
}

/**
 * The tenant that work of our own is queued for, by the name that the control table has for it. For
 * functions that no caller reaches; an event's members never come here.
 */
export function queuedTenant(name: unknown): Tenant | null {
  return tenantOf(name);
}

function personsIn({ persons }: Fields): string[] {
  return listOf(persons)
    .slice(0, MAX_PERSONS)
    .map(textOf)
    .filter((one) => one !== '' && one.length <= MAX_PERSON_LENGTH);
}

/** Access tokens carry no tenant and are not meant for us: only `token_use` `id` names one. */
function identifyUser(identity: Fields): Identity {
  const id = textOf(identity.subject);
  if (!SUBJECT.test(id)) return NOBODY;
  const groups = listOf(identity.groups).filter(isGroup);
  const tenant = identity.tokenUse === 'id' ? tenantOf(identity.tenant) : null;
  return { actor: { kind: 'user', id, groups, persons: personsIn(identity) }, tenant };
}

/** The session name is the caller's own choice, so it counts for nothing. */
function identifyService(identity: Fields, callers: readonly ServiceCaller[]): Identity {
  const [, account, roleName] = ASSUMED_ROLE.exec(textOf(identity.roleArn)) ?? [];
  if (account === undefined || roleName === undefined) return NOBODY;
  const known = callers.find((one) => one.account === account && one.roleName === roleName);
  const groups = known?.groups.filter(isGroup) ?? [];
  return {
    actor: {
      ...{ kind: 'service', id: `${account}/${roleName}`, groups, persons: [] },
      charges: known?.charges === true,
    },
    tenant: tenantOf(known?.tenant),
  };
}

/** A SHA-256 of a certificate in DER, in hexadecimal digits; null if it is none. */
export function fingerprintOf(text: unknown): string | null {
  const digits = textOf(text).replaceAll(':', '').toLowerCase();
  return FINGERPRINT.test(digits) ? digits : null;
}

/** Whoever comes without his own certificate is who he is, and may nothing: so it is recorded. */
function powerless(identity: Identity): Identity {
  const { actor, tenant } = identity;
  return { actor: actor && { ...actor, groups: [], charges: false }, tenant };
}

function boundTo(identity: Fields, callers: readonly ServiceCaller[]): string | null {
  if (identity.kind === 'user') return fingerprintOf(identity.boundCertificate);
  const [, account, roleName] = ASSUMED_ROLE.exec(textOf(identity.roleArn)) ?? [];
  const known = callers.find((one) => one.account === account && one.roleName === roleName);
  return fingerprintOf(known?.certificate);
}

/** Tells who calls from an event's `identity`, and from nothing else. */
export function createIdentify(
  callers: readonly ServiceCaller[],
  certificates: ClientCertificates = 'ignored',
): (received: unknown) => Identity {
  const identify = (identity: Fields): Identity => {
    if (identity.kind === 'user') return identifyUser(identity);
    if (identity.kind === 'service') return identifyService(identity, callers);
    return NOBODY;
  };
  return (received) => {
    const identity = fieldsOf(received);
    const found = identify(identity);
    if (certificates === 'ignored') return found;
    const bound = boundTo(identity, callers);
    return bound !== null && bound === fingerprintOf(identity.certificate)
      ? found
      : powerless(found);
  };
}
