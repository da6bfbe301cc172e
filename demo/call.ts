import type { TypedDocument } from '../client/typed-document.ts';

import type { Ready } from '../local/ready.ts';

/** Runs a typed document as the signed-in user; a refusal is thrown with its code alone. */
export type Call = <Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** Signs in as a seeded user. */
export async function callAs(ready: Ready, username: string): Promise<Call> {
  const authorization = await signIn(ready, username);
  return async (document, variables) => {
    const response = await fetch(ready.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: String(document), variables }),
    });
    const { data, errors } = (await response.json()) as {
      data: unknown;
      errors?: { errorType?: string }[];
    };
    if (errors !== undefined) throw new Error(`refused: ${errors[0]?.errorType ?? 'no code'}`);
    return data as never;
  };
}

async function signIn({ cognito, users }: Ready, username: string): Promise<string> {
  const password = users.find((user) => user.username === username)?.password ?? '';
  const response = await fetch(cognito.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: cognito.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const answer = (await response.json()) as { AuthenticationResult?: { IdToken: string } };
  if (answer.AuthenticationResult === undefined) throw new Error(`${username} cannot sign in`);
  return answer.AuthenticationResult.IdToken;
}
