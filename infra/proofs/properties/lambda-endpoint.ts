import { chargeFunctionArn, roleArn } from '../../names.ts';
import { ENDPOINT_KEY } from '../evaluation.ts';
import type { Request } from '../evaluation.ts';
import { allIdentityStatements, endpointOf, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { valueOf } from './keys.ts';

/** Where something is charged, the vault's network has a way to Lambda: of one role, to one function. */
export function lambdaEndpointClaims(model: Model): Claim[] {
  const { config } = model;
  if (config.processors === undefined) return [];
  const endpoint = endpointOf(model, 'lambda');
  const statements = [...endpoint.statements, ...allIdentityStatements(model)];
  const isCharge = ({ principal, action, resource }: Request): boolean =>
    principal.arn === roleArn(config, 'vault') &&
    action === 'lambda:invokefunction' &&
    resource === chargeFunctionArn(config);
  return [
    {
      property:
        'Through the Lambda endpoint the vault invokes what charges, and nothing else passes',
      layer: 'endpoint',
      world: { endpoint, resourceAccount: config.account },
      resources: [
        chargeFunctionArn(config),
        `${chargeFunctionArn(config)}-other`,
        `arn:aws:lambda:${config.region}:999999999999:function:zz-other`,
      ],
      principals: principalsOf(model, statements),
      actions: actionClasses('lambda', statements),
      distinguishes: { [ENDPOINT_KEY]: [endpoint.id] },
      mayBeAllowed: (request) =>
        valueOf(request, ENDPOINT_KEY) !== endpoint.id || isCharge(request),
      mustAllow: [isCharge],
    },
  ];
}
