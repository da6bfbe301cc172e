import { createClients } from '../vault/clients.ts';
import { readKeyStoreSettings } from '../vault/configuration.ts';
import { createAnswer } from './answer.ts';

const { keyStoreTable, keyStoreName, rootKeyArn } = readKeyStoreSettings(process.env);

const answer = createAnswer({
  ...createClients(),
  tableName: keyStoreTable,
  keyStoreName,
  rootKeyArn,
});

/** The key administration's entry point: `{ operation: 'createBranchKey', tenant }`. */
export function handler(event: unknown) {
  return answer(event);
}
