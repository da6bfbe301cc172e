import { createClients } from '../../../functions/vault/clients.ts';

test('no client hands what it sends and receives to a logger', () => {
  const { dynamodb, kms } = createClients();
  const steps = [...dynamodb.middlewareStack.identify(), ...kms.middlewareStack.identify()];
  expect(steps.some((step) => step.startsWith('retryMiddleware'))).toBe(true);
  expect(steps.filter((step) => step.startsWith('loggerMiddleware'))).toEqual([]);
});
