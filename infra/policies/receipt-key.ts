import {
  accountPrincipal,
  administrationStatement,
  KEY_ADMINISTRATION,
} from './key-administration.ts';
import type { Condition, Statement } from './statement.ts';

/** Who signs receipts, and from where. Without `endpointId` any network path is as good. */
export interface ReceiptKeyUse {
  readonly account: string;
  /** The vault signs for tokens, the key administration for tenants. */
  readonly signerRoleArns: readonly string[];
  readonly endpointId?: string;
}

/** Signing: all that a function asks of this key. */
export const RECEIPT_KEY_ACTIONS = ['kms:Sign'] as const;
/** The public key is public; who checks receipts needs it. */
const READ_ACTIONS = ['kms:GetPublicKey'] as const;

const PRINCIPAL = 'aws:PrincipalArn';
const ENDPOINT = 'aws:SourceVpce';

/** The one way in which receipts are signed: KMS itself digests the statement. */
const METHOD = { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'RAW' } as const;

/** Deny lists are open-ended, so that an action KMS gains tomorrow is denied today. */
function denyAllBut(Sid: string, NotAction: readonly string[], Condition: Condition) {
  return { Sid, Effect: 'Deny', Principal: '*', NotAction, Resource: '*', Condition } as const;
}

function denySign(Sid: string, Condition: Condition) {
  const Action = RECEIPT_KEY_ACTIONS;
  return { Sid, Effect: 'Deny', Principal: '*', Action, Resource: '*', Condition } as const;
}

function allows({ account, signerRoleArns, endpointId }: ReceiptKeyUse): Statement[] {
  const Principal = accountPrincipal(account);
  const endpoint = endpointId === undefined ? {} : { [ENDPOINT]: endpointId };
  return [
    administrationStatement(account),
    { Sid: 'ReadPublicKey', Effect: 'Allow', Principal, Action: READ_ACTIONS, Resource: '*' },
    {
      Sid: 'SignersSignReceipts',
      Effect: 'Allow',
      Principal,
      Action: RECEIPT_KEY_ACTIONS,
      Resource: '*',
      Condition: {
        ArnEquals: { [PRINCIPAL]: signerRoleArns },
        StringEquals: { ...METHOD, ...endpoint },
      },
    },
  ];
}

/** Absent keys satisfy negated operators, so a request without one of these is denied, too. */
function denies({ signerRoleArns, endpointId }: ReceiptKeyUse): Statement[] {
  const algorithm = METHOD['kms:SigningAlgorithm'];
  const messageType = METHOD['kms:MessageType'];
  const outside = { StringNotEquals: { [ENDPOINT]: endpointId ?? '' } };
  return [
    denyAllBut('NobodyElse', [...KEY_ADMINISTRATION, ...READ_ACTIONS], {
      ArnNotEquals: { [PRINCIPAL]: signerRoleArns },
    }),
    denyAllBut('SignersOnlySign', RECEIPT_KEY_ACTIONS, {
      ArnEquals: { [PRINCIPAL]: signerRoleArns },
    }),
    denySign('OnlyThisAlgorithm', { StringNotEquals: { 'kms:SigningAlgorithm': algorithm } }),
    denySign('OnlyWholeMessages', { StringNotEquals: { 'kms:MessageType': messageType } }),
    ...(endpointId === undefined ? [] : [denySign('OnlyThroughTheEndpoint', outside)]),
  ];
}

/**
 * The policy of the receipt key, an asymmetric key whose private half never leaves KMS: the
 * roles of vault and key administration may sign in one way and do nothing else, administrators may look after it and read its public
 * half. The denies repeat this without relying on the allows, as those of the root key do.
 */
export function receiptKeyStatements(use: ReceiptKeyUse): Statement[] {
  return [...allows(use), ...denies(use)];
}
