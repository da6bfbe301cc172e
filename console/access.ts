import { isGroup, mayDo, mayUse, PURPOSES } from '../functions/vault/policy.ts';
import { CLASS_WORDS } from './interface/words.ts';
import type { DataClass, Purpose } from './generated/operations.ts';
import type { Operation } from '../functions/vault/event.ts';
import type { SignedIn } from './session/actor.ts';

/**
 * What the page shows to whom: by the vault's own tables, so that nobody is offered what would be
 * refused. It hides only; the vault decides, whatever a page asks for.
 */
export function may({ groups }: Pick<SignedIn, 'groups'>, operation: Operation): boolean {
  return mayDo(groups.filter(isGroup), operation);
}

/** Without those of tenants, for which the vault alone knows the purposes. */
const CLASSES = (Object.keys(CLASS_WORDS) as DataClass[]).filter((one) => one !== 'CUSTOM');

/** Of a tenant's own classes only the vault knows the purposes: all are offered. */
const NO_TENANT_SETTINGS = {
  deterministic: new Set<string>(),
  panKeeps: 'LAST_FOUR',
  customClasses: new Map<string, never>(),
} as const;

/** The purposes that are open to somebody for any class at all. */
export function purposesOf(actor: Pick<SignedIn, 'groups'>): readonly Purpose[] {
  const open = new Set(CLASSES.flatMap((dataClass) => purposesFor(actor, dataClass)));
  return PURPOSES.filter((purpose) => open.has(purpose));
}

/** The purposes for which plaintext of the class may be asked for; none where it is nobody's. */
export function purposesFor(
  { groups }: Pick<SignedIn, 'groups'>,
  dataClass: DataClass,
): readonly Purpose[] {
  if (!mayDo(groups.filter(isGroup), 'release')) return [];
  if (dataClass === 'CUSTOM') return PURPOSES;
  const className = { dataClass, customClass: null };
  return PURPOSES.filter((purpose) =>
    mayUse(groups.filter(isGroup), className, purpose, NO_TENANT_SETTINGS),
  );
}
