import { cognitoAuth, createGateway, GatewayError, isToken } from 'tokenization-gateway-client';

import { KeepCardDocument } from './generated/operations.js';

/** What the environment must say: where the gateway is, and an ID token of a user who may tokenize. */
function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}

const gateway = createGateway({
  endpoint: setting('GATEWAY_ENDPOINT'),
  auth: cognitoAuth(() => setting('GATEWAY_ID_TOKEN')),
});

// A test number of Visa's; from a page it would come out of a form.
const card = { dataClass: 'PAN', plaintext: '4111 1111 1111 1111' } as const;
const { tokenize: kept } = await gateway.run(KeepCardDocument, { input: card });
console.log(`${kept.masked} of ${kept.brand ?? 'no known scheme'} is kept as a token`);
console.log(`it reads as one: ${isToken(kept.token)}`);

try {
  await gateway.run(KeepCardDocument, { input: { ...card, plaintext: '4111 1111 1111 1112' } });
} catch (error) {
  if (!(error instanceof GatewayError)) throw error;
  console.log(`a mistyped number is refused: ${error.code}`);
}
