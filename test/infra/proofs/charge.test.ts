import type { DeploymentConfig } from '../../../infra/config/deployment-config.ts';
import { PRODUCTION } from '../../../infra/config/production.ts';
import { modelOf } from '../../../infra/proofs/model.ts';
import { proveModel, refutedIn } from '../../../infra/proofs/prove-deployment.ts';
import { breachesIn } from '../../../infra/rules/rules.ts';
import { synthesizeStacks } from '../templates.ts';

const CONFIG: DeploymentConfig = {
  ...PRODUCTION,
  processors: {
    example: {
      url: 'https://pay.example/charges',
      body: { card: '{{pan}}', sum: '{{amount}}', currency: '{{currency}}', key: '{{reference}}' },
      answer: { state: 'status', authorized: ['ok'], declined: ['no'], authorization: 'code' },
      tenants: ['acme'],
      currencies: ['EUR'],
      credentialSecret: 'payments/example',
    },
  },
};

test('where cards are charged, the claims and the rules hold as well', () => {
  const model = modelOf(CONFIG, synthesizeStacks(CONFIG));
  expect(breachesIn(model)).toEqual([]);
  expect(refutedIn(proveModel(model))).toEqual([]);
});
