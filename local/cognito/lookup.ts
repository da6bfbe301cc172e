import { noSuchResource, noSuchUser } from './errors.ts';
import { readText } from './request.ts';
import type { Input } from './request.ts';
import type { ClientRecord, GroupRecord, PoolRecord, PoolStore, UserRecord } from './state.ts';

/** @throws ResourceNotFoundException */
export function findPool(store: PoolStore, input: Input): PoolRecord {
  const id = readText(input, 'UserPoolId', 55);
  const pool = store.pools.find((candidate) => candidate.id === id);
  if (pool === undefined) throw noSuchResource('User pool');
  return pool;
}

/** The app client that a public operation names, and its pool. */
export function findClient(
  store: PoolStore,
  input: Input,
): { readonly pool: PoolRecord; readonly client: ClientRecord } {
  const id = readText(input, 'ClientId', 128);
  for (const pool of store.pools) {
    const client = pool.clients.find((candidate) => candidate.id === id);
    if (client !== undefined) return { pool, client };
  }
  throw noSuchResource('User pool client');
}

/** @throws ResourceNotFoundException */
export function findGroup(pool: PoolRecord, input: Input): GroupRecord {
  const name = readText(input, 'GroupName', 128);
  const group = pool.groups.find((candidate) => candidate.name === name);
  if (group === undefined) throw noSuchResource('Group');
  return group;
}

/** The form in which names are kept and compared. */
export function normalUsername(pool: PoolRecord, username: string): string {
  return pool.caseSensitive ? username : username.toLowerCase();
}

export function userByName(pool: PoolRecord, username: string): UserRecord | undefined {
  const normal = normalUsername(pool, username);
  return pool.users.find((user) => user.username === normal);
}

export function userBySub(pool: PoolRecord, sub: string): UserRecord | undefined {
  return pool.users.find((user) => user.sub === sub);
}

/** What an administrator's call is about. @throws UserNotFoundException */
export function findUser(
  store: PoolStore,
  input: Input,
): { readonly pool: PoolRecord; readonly user: UserRecord } {
  const pool = findPool(store, input);
  const username = readText(input, 'Username', 128);
  const user = userByName(pool, username) ?? userBySub(pool, username);
  if (user === undefined) throw noSuchUser();
  return { pool, user };
}
