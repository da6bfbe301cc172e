import {
  accountPrincipal,
  administrationStatement,
  KEY_ADMINISTRATION,
  onlyDeploymentsChange,
} from './key-administration.ts';
import type { Condition, Statement } from './statement.ts';

export type { Statement } from './statement.ts';

/** Who uses the root key, and from where. Without `endpointId` any network path is as good. */
export interface RootKeyUse {
  readonly account: string;
  readonly vaultRoleArn: string;
  /** Moves records from one branch key version to another: it reads branch keys as the vault does. */
  readonly rewrapRoleArn: string;
  readonly keyAdminRoleArn: string;
  readonly keyStoreName: string;
  readonly endpointId?: string;
  /** Who changes the key; any administrator unless given. */
  readonly deployRoleArn?: string;
}

/** Reading a branch key: all that the vault function and the rewrap ever ask of KMS. */
export const VAULT_KEY_ACTIONS = ['kms:Decrypt'] as const;
const CREATE_ACTIONS = ['kms:GenerateDataKeyWithoutPlaintext'] as const;
const REWRAP_ACTIONS = ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] as const;
/**
 * Making a branch key and a new version of one, neither of which shows its plaintext; and reading
 * beacon keys, which make MACs and open nothing.
 */
export const KEY_ADMIN_ACTIONS = [
  ...VAULT_KEY_ACTIONS,
  ...CREATE_ACTIONS,
  ...REWRAP_ACTIONS,
] as const;

const TABLE_NAME = 'kms:EncryptionContext:tablename';
const BRANCH_KEY_ID = 'kms:EncryptionContext:branch-key-id';
const ROW_TYPE = 'kms:EncryptionContext:type';
const BEACON = 'beacon:ACTIVE';
const PRINCIPAL = 'aws:PrincipalArn';
const ENDPOINT = 'aws:SourceVpce';
const SAME_KEY = 'kms:ReEncryptOnSameKey';

/** True only of a request for a row of our key store, by one of the roles, through the endpoint. */
function keyStoreRowFor(roles: string | readonly string[], use: RootKeyUse) {
  const endpoint = use.endpointId === undefined ? {} : { [ENDPOINT]: use.endpointId };
  return {
    ArnEquals: { [PRINCIPAL]: roles },
    StringEquals: { [TABLE_NAME]: use.keyStoreName, ...endpoint },
    Null: { [BRANCH_KEY_ID]: 'false' },
  };
}

/** The roles are named in conditions: as principals they would have to exist before the key. */
function allow(account: string, Sid: string, Action: readonly string[], Condition: Condition) {
  const Principal = accountPrincipal(account);
  return { Sid, Effect: 'Allow', Principal, Action, Resource: '*', Condition } as const;
}

/** Deny lists are open-ended, so that an action KMS gains tomorrow is denied today. */
function denyAllBut(Sid: string, NotAction: readonly string[], Condition: Condition) {
  return { Sid, Effect: 'Deny', Principal: '*', NotAction, Resource: '*', Condition } as const;
}

function deny(Sid: string, Action: readonly string[], Condition: Condition) {
  return { Sid, Effect: 'Deny', Principal: '*', Action, Resource: '*', Condition } as const;
}

function readersOf({ vaultRoleArn, rewrapRoleArn }: RootKeyUse): readonly string[] {
  return [vaultRoleArn, rewrapRoleArn];
}

function allows(use: RootKeyUse): Statement[] {
  const admin = keyStoreRowFor(use.keyAdminRoleArn, use);
  return [
    administrationStatement(use.account),
    allow(
      use.account,
      'VaultAndRewrapReadBranchKeys',
      VAULT_KEY_ACTIONS,
      keyStoreRowFor(readersOf(use), use),
    ),
    allow(use.account, 'KeyAdminCreatesBranchKeys', CREATE_ACTIONS, admin),
    // Re-encrypting to a key of one's own choice would be as good as decrypting; so would
    // re-encrypting a branch key as a beacon key, which the role can read.
    allow(use.account, 'KeyAdminVersionsBranchKeys', REWRAP_ACTIONS, {
      ...admin,
      Bool: { [SAME_KEY]: 'true' },
      StringNotEquals: { [ROW_TYPE]: BEACON },
    }),
    allow(use.account, 'KeyAdminReadsBeaconKeys', VAULT_KEY_ACTIONS, {
      ...admin,
      StringEquals: { ...admin.StringEquals, [ROW_TYPE]: BEACON },
    }),
  ];
}

function denies(use: RootKeyUse): Statement[] {
  const [readers, keyAdmin] = [readersOf(use), use.keyAdminRoleArn];
  const outside = { StringNotEquals: { [ENDPOINT]: use.endpointId ?? '' } };
  return [
    denyAllBut('NobodyElse', KEY_ADMINISTRATION, {
      ArnNotEquals: { [PRINCIPAL]: [...readers, keyAdmin] },
    }),
    denyAllBut('ReadersOnlyDecrypt', VAULT_KEY_ACTIONS, { ArnEquals: { [PRINCIPAL]: readers } }),
    denyAllBut('KeyAdminOnlyLooksAfterKeys', KEY_ADMIN_ACTIONS, {
      ArnEquals: { [PRINCIPAL]: keyAdmin },
    }),
    deny('KeyAdminNeverReadsBranchKeys', VAULT_KEY_ACTIONS, {
      ArnEquals: { [PRINCIPAL]: keyAdmin },
      StringNotEquals: { [ROW_TYPE]: BEACON },
    }),
    deny('NothingTurnsIntoABeaconKey', REWRAP_ACTIONS, { StringEquals: { [ROW_TYPE]: BEACON } }),
    deny('OnlyToThisKey', REWRAP_ACTIONS, { Bool: { [SAME_KEY]: 'false' } }),
    denyAllBut('OnlyThisKeyStore', KEY_ADMINISTRATION, {
      StringNotEquals: { [TABLE_NAME]: use.keyStoreName },
    }),
    denyAllBut('OnlyKeyStoreRows', KEY_ADMINISTRATION, { Null: { [BRANCH_KEY_ID]: 'true' } }),
    ...(use.endpointId === undefined
      ? []
      : [denyAllBut('OnlyThroughTheEndpoint', KEY_ADMINISTRATION, outside)]),
    ...onlyDeploymentsChange(use.deployRoleArn),
  ];
}

/**
 * The policy of the root key, which wraps the branch keys in the key store.
 *
 * The roles of vault and rewrap may decrypt and do nothing else; the key-admin role may make and
 * re-wrap branch keys and never sees one, but reads beacon keys, with which it tells what is ours;
 * all only for rows of the key store named `keyStoreName` (KMS sees such a row as the encryption
 * context) and, on AWS, only through the VPC endpoint. Everyone else in the account may at most
 * administer. The denies repeat this without relying on the allows, so that
 * neither a grant nor an added allow opens the key.
 *
 * Evaluated as IAM does: a deny wins, absent keys satisfy the negated operators only.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
 */
export function rootKeyStatements(use: RootKeyUse): Statement[] {
  return [...allows(use), ...denies(use)];
}
