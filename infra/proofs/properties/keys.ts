import { roleArn } from '../../names.ts';
import type { FunctionId } from '../../names.ts';
import { KEY_STORE_NAME } from '../../tables.ts';
import { ENDPOINT_KEY } from '../evaluation.ts';
import type { Request, World } from '../evaluation.ts';
import {
  allIdentityStatements,
  arnNamed,
  endpointOf,
  ownPolicies,
  principalsOf,
} from '../model.ts';
import type { Model } from '../model.ts';
import { parsePolicy } from '../parsed-statement.ts';
import type { Claim, Layer } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import type { Distinctions } from '../request-classes.ts';

const KEY = 'AWS::KMS::Key';
const VALUE_OF = 'kms:encryptioncontext:';

/** What a key's policy leaves to those who look after it: none of it uses the key. */
const LOOKED_AFTER =
  /^kms:(describekey|getkeypolicy|getkeyrotationstatus|list(grants|keypolicies|keyrotations|resourcetags)|(create|update|delete)alias|(enable|disable)key|enablekeyrotation|putkeypolicy|revokegrant|(schedule|cancel)keydeletion|(un)?tagresource|updatekeydescription)$/;

const CHANGED =
  /^kms:((create|update|delete)alias|(enable|disable)key|enablekeyrotation|putkeypolicy|revokegrant|(schedule|cancel)keydeletion|(un)?tagresource|updatekeydescription)$/;

export const valueOf = ({ context }: Request, key: string): string | undefined =>
  context.get(key)?.[0];

const is = (model: Model, request: Request, ...roles: FunctionId[]): boolean =>
  roles.some((role) => request.principal.arn === roleArn(model.config, role));

const DEPLOY_ROLE = /:role\/cdk-hnb659fds-cfn-exec-role-\d{12}-[a-z0-9-]+$/;

export const isDeployment = ({ principal }: Request, { config }: Model): boolean =>
  principal.account === config.account && DEPLOY_ROLE.test(principal.arn);

/** Looking after a key is open to the account, changing it to deployments. */
export const looksAfter = (model: Model, request: Request): boolean =>
  LOOKED_AFTER.test(request.action) &&
  request.principal.account === model.config.account &&
  (!CHANGED.test(request.action) || isDeployment(request, model));

/** A row of our key store, as KMS sees it: the encryption context. */
const isOfKeyStore = (request: Request): boolean =>
  valueOf(request, `${VALUE_OF}tablename`) === KEY_STORE_NAME &&
  valueOf(request, `${VALUE_OF}branch-key-id`) !== undefined;

function usesRootKey(model: Model, request: Request): boolean {
  if (!isOfKeyStore(request)) return false;
  const type = valueOf(request, `${VALUE_OF}type`);
  switch (request.action) {
    case 'kms:decrypt':
      return is(model, request, 'vault', 'rewrap') || isBeaconReader(model, request, type);
    case 'kms:generatedatakeywithoutplaintext':
      return is(model, request, 'keyAdmin');
    case 'kms:reencryptfrom':
    case 'kms:reencryptto':
      return (
        is(model, request, 'keyAdmin') &&
        type !== 'beacon:ACTIVE' &&
        valueOf(request, 'kms:reencryptonsamekey') !== 'false'
      );
    default:
      return false;
  }
}

const isBeaconReader = (model: Model, request: Request, type: string | undefined): boolean =>
  is(model, request, 'keyAdmin') && type === 'beacon:ACTIVE';

interface KeyProperty {
  readonly title: string;
  /** How the id of the key begins in its stack. */
  readonly key: string;
  /** Whether a request that does not look after the key may use it, wherever it comes from. */
  readonly mayUse: (model: Model, request: Request) => boolean;
  readonly users: readonly FunctionId[];
  readonly use: string;
}

function signs(role: readonly FunctionId[], readers: readonly FunctionId[]): KeyProperty['mayUse'] {
  return (model, request) => {
    if (request.action === 'kms:getpublickey') {
      return request.principal.account === model.config.account;
    }
    return (
      request.action === 'kms:sign' &&
      is(model, request, ...role) &&
      !is(model, request, ...readers) &&
      valueOf(request, 'kms:signingalgorithm') === 'ECDSA_SHA_256' &&
      valueOf(request, 'kms:messagetype') === 'RAW'
    );
  };
}

const PROPERTIES: readonly KeyProperty[] = [
  {
    title: 'The root key opens rows of the key store, for vault and rewrap alone, by the endpoint',
    key: 'RootKey',
    mayUse: usesRootKey,
    users: ['vault', 'rewrap'],
    use: 'kms:decrypt',
  },
  {
    title: 'Vault and key administration alone sign receipts, by the endpoint',
    key: 'ReceiptKey',
    mayUse: signs(['vault', 'keyAdmin'], []),
    users: ['vault', 'keyAdmin'],
    use: 'kms:sign',
  },
  {
    title: 'The sealer alone signs checkpoints, by the endpoint',
    key: 'CheckpointKey',
    mayUse: signs(['auditSealer'], ['anomalyWatch']),
    users: ['auditSealer'],
    use: 'kms:sign',
  },
];

const distinctions = (model: Model): Distinctions => ({
  [ENDPOINT_KEY]: [endpointOf(model, 'kms').id],
  [`${VALUE_OF}tablename`]: [KEY_STORE_NAME],
  [`${VALUE_OF}branch-key-id`]: ['tenant'],
  [`${VALUE_OF}type`]: ['beacon:ACTIVE'],
  'kms:reencryptonsamekey': ['true', 'false'],
  'kms:signingalgorithm': ['ECDSA_SHA_256'],
  'kms:messagetype': ['RAW'],
});

const isThroughEndpoint = (model: Model, request: Request): boolean =>
  valueOf(request, ENDPOINT_KEY) === endpointOf(model, 'kms').id;

function claimOf(model: Model, property: KeyProperty, layer: Layer, world: World): Claim {
  const resource = arnNamed(model, KEY, property.key);
  const statements = [
    ...(world.resource ?? []),
    ...(world.endpoint?.statements ?? []),
    ...allIdentityStatements(model),
  ];
  const readsPublicKey = (request: Request) => request.action === 'kms:getpublickey';
  const isOpen = (request: Request): boolean =>
    looksAfter(model, request) ||
    (property.mayUse(model, request) &&
      (readsPublicKey(request) || isThroughEndpoint(model, request)));
  return {
    property: property.title,
    layer,
    world,
    resources: [resource],
    principals: principalsOf(model, statements),
    actions: actionClasses('kms', statements),
    distinguishes: distinctions(model),
    mayBeAllowed: isOpen,
    mustAllow: property.users.map(
      (user) => (request: Request) => request.action === property.use && is(model, request, user),
    ),
  };
}

/** What a role may do by its own policy: its conditions stand in the policy of the key. */
function identityClaim(model: Model, property: KeyProperty): Claim {
  const world = { identity: ownPolicies(model), resourceAccount: model.config.account };
  const claim = claimOf(model, property, 'identity', world);
  const uses = (request: Request): boolean =>
    is(model, request, ...property.users, 'keyAdmin', 'anomalyWatch') &&
    !CHANGED.test(request.action) &&
    !request.action.endsWith('notexistyet');
  return { ...claim, mayBeAllowed: uses };
}

/** Allows everything to everybody, so that what is refused is refused by denies alone. */
const EVERYTHING = parsePolicy({
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

/**
 * The halves of a key's policy, each without the other. Neither holds what the other adds to it: the
 * allows leave changes to the account, the denies leave what shows the set-up to everybody.
 */
function halfClaims(model: Model, property: KeyProperty, alone: World): Claim[] {
  const effect = (wanted: 'Allow' | 'Deny') =>
    (alone.resource ?? []).filter((one) => one.effect === wanted);
  const allows = { ...alone, resource: effect('Allow') };
  const denies = { ...alone, resource: [...EVERYTHING, ...effect('Deny')] };
  const byAllows = claimOf(model, property, 'allows alone', allows);
  const byDenies = claimOf(model, property, 'denies alone', denies);
  const { account } = model.config;
  return [
    {
      ...byAllows,
      mayBeAllowed: (request) =>
        byAllows.mayBeAllowed(request) ||
        (LOOKED_AFTER.test(request.action) && request.principal.account === account),
    },
    {
      ...byDenies,
      mayBeAllowed: (request) =>
        byDenies.mayBeAllowed(request) || isSeen(request) || request.action === 'kms:getpublickey',
    },
  ];
}

const isSeen = ({ action }: Request): boolean => LOOKED_AFTER.test(action) && !CHANGED.test(action);

/** The key's own policy, whatever roles say, from anywhere; then with all else that there is. */
export function keyClaims(model: Model): Claim[] {
  const { resources } = model.policies;
  const resourceAccount = model.config.account;
  return PROPERTIES.flatMap((property) => {
    const resource = resources.get(arnNamed(model, KEY, property.key)) ?? [];
    const alone = { resource, resourceDecides: true, resourceAccount };
    const endpoint = endpointOf(model, 'kms');
    const all = { ...alone, endpoint, identity: ownPolicies(model) };
    return [
      identityClaim(model, property),
      claimOf(model, property, 'resource', alone),
      ...halfClaims(model, property, alone),
      { ...claimOf(model, property, 'all together', all) },
    ];
  });
}

/** The endpoint alone: what comes through it, whatever the keys and the roles say. */
export function kmsEndpointClaim(model: Model): Claim {
  const endpoint = endpointOf(model, 'kms');
  const world = { endpoint, resourceAccount: model.config.account };
  const statements = [...endpoint.statements, ...allIdentityStatements(model)];
  const roles: FunctionId[] = ['vault', 'keyAdmin', 'rewrap', 'auditSealer', 'anomalyWatch'];
  return {
    property: 'Through the KMS endpoint, only functions reach keys, and none of them changes one',
    layer: 'endpoint',
    world,
    resources: [arnNamed(model, KEY, 'RootKey'), 'arn:aws:kms:us-east-1:999999999999:key/zz-other'],
    principals: principalsOf(model, statements),
    actions: actionClasses('kms', statements),
    distinguishes: distinctions(model),
    mayBeAllowed: (request) =>
      !isThroughEndpoint(model, request) ||
      (is(model, request, ...roles) &&
        !CHANGED.test(request.action) &&
        request.resource.includes(`:${model.config.account}:`)),
    mustAllow: roles.map((role) => (request) => is(model, request, role)),
  };
}

/** DynamoDB uses the table key for whoever uses a table; nobody uses it by hand. */
export function tableKeyClaim(model: Model): Claim {
  const arn = arnNamed(model, KEY, 'TableKey');
  const resource = model.policies.resources.get(arn) ?? [];
  const { account, region } = model.config;
  return {
    property: 'The table key is used by DynamoDB alone',
    layer: 'resource',
    world: { resource, resourceDecides: true, resourceAccount: account },
    resources: [arn],
    principals: principalsOf(model, resource),
    actions: actionClasses('kms', resource),
    distinguishes: { 'kms:viaservice': [`dynamodb.${region}.amazonaws.com`] },
    mayBeAllowed: (request) =>
      looksAfter(model, request) ||
      (valueOf(request, 'kms:viaservice') === `dynamodb.${region}.amazonaws.com` &&
        request.principal.account === account),
    mustAllow: [({ action }) => action === 'kms:decrypt'],
  };
}
