import { replicationRoleArn, roleArn, tableArn } from '../../names.ts';
import type { FunctionId } from '../../names.ts';
import { TABLES } from '../../tables.ts';
import type { TableDefinition, TableId } from '../../tables.ts';
import { ENDPOINT_KEY } from '../evaluation.ts';
import type { Request, World } from '../evaluation.ts';
import { allIdentityStatements, endpointOf, ownPolicies, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim, Layer } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { isDeployment, valueOf } from './keys.ts';

/** What shows how a table is set up, and what a deployment does to it: no item is read or written. */
const SEEN =
  /^dynamodb:(describe(continuousbackups|contributorinsights|kinesisstreamingdestination|table|tablereplicaautoscaling|timetolive)|getresourcepolicy|listtagsofresource)$/;
const ADMINISTERED =
  /^dynamodb:((create|delete|update)table|(create|delete)tablereplica|(put|delete)resourcepolicy|(un)?tagresource|update(continuousbackups|contributorinsights|tablereplicaautoscaling|timetolive))$/;

/** What DynamoDB does to keep a copy in another Region, by a role that nobody else can take. */
const REPLICATED =
  /^dynamodb:((delete|get|put|update)item|describe(stream|table|timetolive)|get(records|resourcepolicy|sharditerator)|scan|update(table|timetolive))$/;

type Access = Partial<Record<FunctionId, string>>;

/** Who does what to the items of a table. Written down once more, apart from what it is proved of. */
const ACCESS: Readonly<Record<TableId, Access>> = {
  vault: {
    vault: 'batchgetitem deleteitem putitem',
    rewrap: 'batchgetitem scan updateitem',
  },
  control: {
    vault: 'batchgetitem conditioncheckitem putitem updateitem',
    keyAdmin: 'batchgetitem putitem updateitem',
    rewrap: 'batchgetitem putitem updateitem',
  },
  cvc: { vault: 'batchgetitem deleteitem putitem', cvcSweeper: 'deleteitem scan' },
  audit: {
    vault: 'putitem',
    keyAdmin: 'putitem',
    rewrap: 'putitem',
    auditSealer: 'query',
    anomalyWatch: 'getitem query putitem',
  },
  checkpoints: { vault: 'getitem query', auditSealer: 'putitem query', anomalyWatch: 'query' },
  profiles: { anomalyWatch: 'deleteitem getitem putitem' },
  notices: { vault: 'putitem' },
  keyStore: {
    vault: 'getitem',
    rewrap: 'getitem',
    keyAdmin: 'deleteitem getitem putitem query scan',
  },
};

/** Tenants' auditors ask the vault, which asks the index of the audit table. */
const INDEX_ACCESS: Access = { vault: 'query' };

function accessOf(model: Model, id: TableId, request: Request): string[] {
  const table = tableArn(model.config, id);
  const access = request.resource.startsWith(`${table}/index/`) ? INDEX_ACCESS : ACCESS[id];
  const entry = Object.entries(access).find(
    ([role]) => request.principal.arn === roleArn(model.config, role as FunctionId),
  );
  return entry === undefined ? [] : entry[1].split(' ').map((action) => `dynamodb:${action}`);
}

const isThroughEndpoint = (model: Model, request: Request): boolean =>
  valueOf(request, ENDPOINT_KEY) === endpointOf(model, 'dynamodb').id;

/** The watch puts findings, which lie apart from the events. */
function isWhereItMay(model: Model, request: Request): boolean {
  const isWatch = request.principal.arn === roleArn(model.config, 'anomalyWatch');
  const isAudit = request.resource === tableArn(model.config, 'audit');
  if (!isWatch || !isAudit || request.action !== 'dynamodb:putitem') return true;
  const keys = request.context.get('dynamodb:leadingkeys');
  return keys?.every((key) => key.endsWith('#finding')) === true;
}

/** The rewrap changes what a record is sealed with: no state, no mask, no limit. */
function changesWhatItMay(model: Model, request: Request): boolean {
  const isRewrap = request.principal.arn === roleArn(model.config, 'rewrap');
  const isVault = request.resource === tableArn(model.config, 'vault');
  if (!isRewrap || !isVault || request.action !== 'dynamodb:updateitem') return true;
  const attributes = request.context.get('dynamodb:attributes');
  const allowed = ['pk', 'ciphertext', 'mac', 'writeId'];
  return attributes?.every((name) => allowed.includes(name)) === true;
}

const resourcesOf = (model: Model, id: TableId): string[] => {
  const { index }: TableDefinition = TABLES[id];
  const arn = tableArn(model.config, id);
  return index === undefined ? [arn] : [arn, `${arn}/index/${index.name}`];
};

type Permitted = (request: Request) => boolean;

function claimOf(model: Model, id: TableId, layer: Layer, world: World, more: Permitted): Claim {
  const statements = [
    ...(world.resource ?? []),
    ...(world.endpoint?.statements ?? []),
    ...allIdentityStatements(model),
  ];
  const isAccess: Permitted = (request) => accessOf(model, id, request).includes(request.action);
  return {
    property: `Only its functions reach the table ${id}, each with its own operations`,
    layer,
    world,
    resources: resourcesOf(model, id),
    principals: principalsOf(model, statements),
    actions: actionClasses('dynamodb', statements),
    distinguishes: {
      [ENDPOINT_KEY]: [endpointOf(model, 'dynamodb').id],
      'dynamodb:leadingkeys': ['*#finding'],
      'dynamodb:attributes': ['ciphertext'],
    },
    mayBeAllowed: (request) =>
      (isAccess(request) && more(request)) ||
      isLookedAfter(model, request) ||
      isReplicated(model, id, request),
    mustAllow: Object.entries(ACCESS[id]).flatMap(([role, actions]) =>
      actions
        .split(' ')
        .map(
          (action) => (request: Request) =>
            request.action === `dynamodb:${action}` &&
            request.principal.arn === roleArn(model.config, role as FunctionId),
        ),
    ),
  };
}

/** Of a table of which there is a copy. */
export const isReplicated = ({ config }: Model, id: TableId, request: Request): boolean =>
  config.copies?.tables.includes(id) === true &&
  request.principal.arn === replicationRoleArn(config) &&
  REPLICATED.test(request.action);

export const isLookedAfter = (model: Model, request: Request): boolean =>
  request.principal.account === model.config.account &&
  (SEEN.test(request.action) ||
    (ADMINISTERED.test(request.action) && isDeployment(request, model)));

/** Each table by each layer alone, and by all of them. */
export function tableClaims(model: Model): Claim[] {
  const [resourceAccount, identity] = [model.config.account, ownPolicies(model)];
  const endpoint = endpointOf(model, 'dynamodb');
  const inBounds: Permitted = (request) =>
    isWhereItMay(model, request) && changesWhatItMay(model, request);
  return (Object.keys(TABLES) as TableId[]).flatMap((id) => {
    const resource = model.policies.resources.get(tableArn(model.config, id)) ?? [];
    const through: Permitted = (request) => isThroughEndpoint(model, request);
    const all = { resource, identity, endpoint, resourceAccount };
    const byEndpoint = claimOf(model, id, 'endpoint', { endpoint, resourceAccount }, (request) =>
      isWhereItMay(model, request),
    );
    return [
      claimOf(model, id, 'identity', { identity, resourceAccount }, inBounds),
      claimOf(model, id, 'resource', { resource, resourceAccount }, through),
      {
        ...byEndpoint,
        mayBeAllowed: (request) => !through(request) || byEndpoint.mayBeAllowed(request),
      },
      claimOf(model, id, 'all together', all, (request) => through(request) && inBounds(request)),
    ];
  });
}
