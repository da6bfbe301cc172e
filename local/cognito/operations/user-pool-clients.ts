import { describeClient } from '../descriptions.ts';
import { noSuchResource } from '../errors.ts';
import { findClient, findPool } from '../lookup.ts';
import { pageOf } from '../pagination.ts';
import type { CognitoServices, Operation } from '../services.ts';

type Services = Pick<CognitoServices, 'store'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html */
export const describeUserPoolClient =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, client } = findClient(store, input);
    if (findPool(store, input) !== pool) throw noSuchResource('User pool client');
    return { UserPoolClient: describeClient(pool, client) };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html */
export const listUserPoolClients =
  ({ store }: Services): Operation =>
  (input) => {
    const { id, clients } = findPool(store, input);
    const { page, next } = pageOf(clients, input, { limit: 'MaxResults', next: 'NextToken' });
    const UserPoolClients = page.map((client) => ({
      UserPoolId: id,
      ClientId: client.id,
      ClientName: client.name,
    }));
    return { UserPoolClients, ...next };
  };
