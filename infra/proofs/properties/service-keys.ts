import type { Request } from '../evaluation.ts';
import { arnNamed, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { looksAfter, valueOf } from './keys.ts';

interface ServiceKey {
  readonly property: string;
  /** How the id of the key begins in its stack. */
  readonly key: string;
  readonly service: string;
  /** What it does with the key, in lower case. */
  readonly actions: readonly string[];
}

const KEYS: readonly ServiceKey[] = [
  {
    property: 'The alarm key is used by alarms of the account alone',
    key: 'AlarmKey',
    service: 'cloudwatch.amazonaws.com',
    actions: ['kms:decrypt', 'kms:generatedatakey'],
  },
];

const service = (name: string) => ({ arn: '', account: '', service: name });

function claimOf(model: Model, { property, key, service: user, actions }: ServiceKey): Claim {
  const arn = arnNamed(model, 'AWS::KMS::Key', key);
  const resource = model.policies.resources.get(arn) ?? [];
  const { account } = model.config;
  const isUse = (request: Request): boolean =>
    request.principal.service === user && actions.includes(request.action);
  return {
    property,
    layer: 'resource',
    world: { resource, resourceDecides: true, resourceAccount: account },
    resources: [arn],
    principals: [
      ...principalsOf(model, resource),
      ...[user, 'zz-other.amazonaws.com'].map(service),
    ],
    actions: actionClasses('kms', resource),
    distinguishes: { 'aws:sourceaccount': [account] },
    mayBeAllowed: (request) =>
      (request.principal.service === undefined && looksAfter(model, request)) ||
      (isUse(request) && valueOf(request, 'aws:sourceaccount') === account),
    mustAllow: actions.map((action) => (request) => isUse(request) && request.action === action),
  };
}

/** Keys that a service of AWS uses for us, and we never do. */
export const serviceKeyClaims = (model: Model): Claim[] => KEYS.map((one) => claimOf(model, one));
