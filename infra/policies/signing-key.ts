import {
  accountPrincipal,
  administrationStatement,
  KEY_ADMINISTRATION,
  onlyDeploymentsChange,
} from './key-administration.ts';
import type { Condition, Statement } from './statement.ts';

/** Who signs what, and from where. Without `endpointId` any network path is as good. */
export interface SigningKeyUse {
  readonly account: string;
  /** The only roles that sign, and their name in the ids of the statements, such as `Sealer`. */
  readonly signerRoleArns: readonly string[];
  readonly signer: string;
  /** What is signed, such as `Receipts`. */
  readonly what: string;
  /** All that the signer asks of the key, `kms:Sign` among it. */
  readonly signerActions: readonly string[];
  readonly endpointId?: string;
  /** Who changes the key; any administrator unless given. */
  readonly deployRoleArn?: string;
}

const SIGN_ACTIONS = ['kms:Sign'] as const;
/** The public key is public; who checks signatures needs it. */
const READ_ACTIONS = ['kms:GetPublicKey'] as const;

const PRINCIPAL = 'aws:PrincipalArn';
const ENDPOINT = 'aws:SourceVpce';

/** The one way in which the key signs: KMS itself digests the message. */
const METHOD = { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'RAW' } as const;

/** Deny lists are open-ended, so that an action KMS gains tomorrow is denied today. */
function denyAllBut(Sid: string, NotAction: readonly string[], Condition: Condition) {
  return { Sid, Effect: 'Deny', Principal: '*', NotAction, Resource: '*', Condition } as const;
}

function denySign(Sid: string, Condition: Condition) {
  const Action = SIGN_ACTIONS;
  return { Sid, Effect: 'Deny', Principal: '*', Action, Resource: '*', Condition } as const;
}

function allows({ account, signerRoleArns, signer, what, endpointId }: SigningKeyUse): Statement[] {
  const Principal = accountPrincipal(account);
  const endpoint = endpointId === undefined ? {} : { [ENDPOINT]: endpointId };
  return [
    administrationStatement(account),
    { Sid: 'ReadPublicKey', Effect: 'Allow', Principal, Action: READ_ACTIONS, Resource: '*' },
    {
      Sid: `${signer}Signs${what}`,
      Effect: 'Allow',
      Principal,
      Action: SIGN_ACTIONS,
      Resource: '*',
      Condition: {
        ArnEquals: { [PRINCIPAL]: signerRoleArns },
        StringEquals: { ...METHOD, ...endpoint },
      },
    },
  ];
}

/** Absent keys satisfy negated operators, so a request without one of these is denied, too. */
function denies(use: SigningKeyUse): Statement[] {
  const { signerRoleArns, signer, signerActions, endpointId } = use;
  const algorithm = METHOD['kms:SigningAlgorithm'];
  const messageType = METHOD['kms:MessageType'];
  const outside = { StringNotEquals: { [ENDPOINT]: endpointId ?? '' } };
  const isSigner = { ArnEquals: { [PRINCIPAL]: signerRoleArns } };
  return [
    denyAllBut('NobodyElse', [...KEY_ADMINISTRATION, ...READ_ACTIONS], {
      ArnNotEquals: { [PRINCIPAL]: signerRoleArns },
    }),
    denyAllBut(`${signer}OnlySigns`, signerActions, isSigner),
    denySign('OnlyThisAlgorithm', { StringNotEquals: { 'kms:SigningAlgorithm': algorithm } }),
    denySign('OnlyWholeMessages', { StringNotEquals: { 'kms:MessageType': messageType } }),
    ...(endpointId === undefined ? [] : [denySign('OnlyThroughTheEndpoint', outside)]),
    ...onlyDeploymentsChange(use.deployRoleArn),
  ];
}

/**
 * The policy of an asymmetric key whose private half never leaves KMS: its signers may sign in one way
 * and do nothing else, administrators may look after it and read its public half. The denies repeat
 * this without relying on the allows, as those of the root key do.
 */
export function signingKeyStatements(use: SigningKeyUse): Statement[] {
  return [...allows(use), ...denies(use)];
}
