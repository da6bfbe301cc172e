import { replicationRoleArn, tableArn } from '../../names.ts';
import { TABLES } from '../../tables.ts';
import type { TableDefinition, TableId } from '../../tables.ts';
import type { Request } from '../evaluation.ts';
import { allIdentityStatements, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import { regionalArn } from '../policies.ts';
import type { Claim } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { isLookedAfter, isReplicated } from './tables.ts';

interface Closed {
  readonly id: TableId;
  /** Of the copy, or of a stream. */
  readonly arn: string;
  /** What DynamoDB has to be let do there. */
  readonly needs: string;
}

/** Whatever roles say: the copy is written by DynamoDB, and by nobody is it read. */
function claimOf(model: Model, { id, arn, needs }: Closed): Claim {
  const { config, policies } = model;
  const { index }: TableDefinition = TABLES[id];
  const resource = policies.resources.get(arn) ?? [];
  const isTable = !arn.includes('/stream/');
  const isKept = (request: Request): boolean => isReplicated(model, id, request);
  return {
    property: 'Copies of tables, and the streams they are made by, are open to DynamoDB alone',
    layer: 'resource',
    world: { resource, resourceAccount: config.account },
    resources: isTable && index !== undefined ? [arn, `${arn}/index/${index.name}`] : [arn],
    principals: principalsOf(model, resource),
    actions: actionClasses('dynamodb', [...resource, ...allIdentityStatements(model)]),
    mayBeAllowed: (request) => isKept(request) || isLookedAfter(model, request),
    mustAllow: [
      ({ principal, action }) => principal.arn === replicationRoleArn(config) && action === needs,
    ],
  };
}

/** Where there are copies: of each table the copy, and the streams of both. */
export function copyClaims(model: Model): Claim[] {
  const { config } = model;
  const { copies } = config;
  if (copies === undefined) return [];
  return copies.tables.flatMap((id) => {
    const here = tableArn(config, id);
    const there = regionalArn(here, copies.region);
    const closed: readonly Closed[] = [
      { id, arn: there, needs: 'dynamodb:putitem' },
      { id, arn: `${there}/stream/label`, needs: 'dynamodb:getrecords' },
      { id, arn: `${here}/stream/label`, needs: 'dynamodb:getrecords' },
    ];
    return closed.map((one) => claimOf(model, one));
  });
}
