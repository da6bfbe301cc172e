import { TABLE_ACCESS } from '../infra/policies/table-access.ts';
import { KEY_ADMINISTRATION } from '../infra/policies/key-administration.ts';
import { resourcesOf, STACK_IDS } from '../test/infra/templates.ts';
import type { RenderedStatement, Resource } from '../test/infra/templates.ts';
import { statementsOf } from '../test/infra/templates.ts';
import type { Configuration } from './configuration.ts';
import { unionMembers } from './exported-names.ts';

/** Who may do what with a key, by one statement of its policy that allows. */
export interface KeyUse {
  readonly statement: string;
  readonly actions: readonly string[];
  /** Names of roles; else the principal and what the statement demands, as they stand there. */
  readonly by: string;
}

export interface KmsKey {
  readonly purpose: string;
  readonly spec: string;
  readonly usage: string;
  readonly rotation: string;
  readonly deletion: string;
  readonly uses: readonly KeyUse[];
  readonly administration: KeyUse | null;
}

/** A kind of row in the key store, as real operations left it there. */
export interface KeyStoreRowKind {
  /** Ids are `…`. */
  readonly kind: string;
  readonly purpose: string;
  readonly rows: number;
  readonly wrappedBytes: number;
  /** What `rotateKeys` did to rows of this kind. */
  readonly rotation: 'replaced' | 'added' | 'unchanged';
}

export interface KeyInventory {
  readonly kmsKeys: readonly KmsKey[];
  readonly keyStoreRows: readonly KeyStoreRowKind[];
  /** Role and actions, of all functions on the key store. */
  readonly keyStoreAccess: readonly { role: string; actions: readonly string[] }[];
  /** Labels of the keys that are derived from a beacon key. */
  readonly derivedKeys: readonly string[];
}

const PRINCIPAL = 'aws:PrincipalArn';

function rolesIn({ Condition }: RenderedStatement): string[] {
  const conditions = (Condition ?? {}) as Record<string, Record<string, string | string[]>>;
  const arns = [conditions.ArnEquals?.[PRINCIPAL] ?? []].flat();
  return arns.map((arn) => arn.split('/').at(-1) ?? arn);
}

function useOf(statement: RenderedStatement): KeyUse {
  const roles = rolesIn(statement);
  const { Sid, Action, Principal, Condition } = statement;
  const otherwise = `principal ${JSON.stringify(Principal)} if ${JSON.stringify(Condition ?? {})}`;
  return {
    statement: Sid ?? '',
    actions: Action,
    by: roles.length > 0 ? roles.join(', ') : otherwise,
  };
}

function isAdministration({ Action }: RenderedStatement): boolean {
  return Action.every((action) => KEY_ADMINISTRATION.includes(action));
}

const textOr = (value: unknown, absent: string) => (typeof value === 'string' ? value : absent);

function keyOf({ Properties }: Resource): KmsKey {
  const allowing = statementsOf(Properties.KeyPolicy).filter(({ Effect }) => Effect === 'Allow');
  const administration = allowing.find(isAdministration);
  const isRotated = Properties.EnableKeyRotation === true;
  return {
    purpose: textOr(Properties.Description, 'not stated'),
    // What CloudFormation takes where nothing is said.
    spec: textOr(Properties.KeySpec, 'SYMMETRIC_DEFAULT'),
    usage: textOr(Properties.KeyUsage, 'ENCRYPT_DECRYPT'),
    rotation: isRotated ? `by KMS every ${String(Properties.RotationPeriodInDays)} days` : 'none',
    deletion: `after ${String(Properties.PendingWindowInDays)} days`,
    uses: allowing.filter((statement) => !isAdministration(statement)).map(useOf),
    administration: administration === undefined ? null : useOf(administration),
  };
}

/** Every key of the templates and of the code; the rows are those that a run of operations left. */
export function keyInventory(
  { templates }: Configuration,
  keyStoreRows: readonly KeyStoreRowKind[],
): KeyInventory {
  const ofKeyStore = TABLE_ACCESS.filter(({ table }) => table === 'keyStore');
  return {
    kmsKeys: STACK_IDS.flatMap((id) => resourcesOf(templates[id], 'AWS::KMS::Key')).map(keyOf),
    keyStoreRows,
    keyStoreAccess: ofKeyStore.map(({ role, actions }) => ({ role, actions })),
    derivedKeys: unionMembers('functions/vault/keys.ts', 'KeyLabel'),
  };
}
