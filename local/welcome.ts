import type { Ready, ReadyUser } from './ready.ts';

/** What `npm start` prints when everything answers. */
export function welcome(ready: Ready): string {
  const first = ready.users[0];
  return [
    '',
    `The tokenization gateway is ready.`,
    '',
    `  GraphQL   ${ready.graphql}`,
    `  Console   ${ready.console}`,
    `  Orders    ${ready.orders}  (examples/orders)`,
    ...(ready.examples === undefined ? [] : [`  Billing   ${ready.examples.billing}`]),
    `  Cognito   ${ready.cognito.endpoint}  (pool ${ready.cognito.userPoolId}, client ${ready.cognito.clientId})`,
    '',
    ...table(ready.users),
    '',
    'An ID token goes into the Authorization header. This signs in and tokenizes a test card:',
    '',
    first === undefined ? '' : tokenizeCommand(ready, first),
    '',
    'For another user, change USERNAME and PASSWORD. Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function table(users: readonly ReadyUser[]): string[] {
  const row = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd([18, 26, 15][column] ?? 0)).join('')}`.trimEnd();
  return [
    row(['USER', 'PASSWORD', 'GROUP', 'TENANT']),
    ...users.map(({ username, password, groups, tenant }) =>
      row([username, password, groups.join(','), tenant]),
    ),
  ];
}

const TOKENIZE = {
  query:
    'mutation Tokenize($input: TokenizeInput!) { tokenize(input: $input) { token masked createdAt } }',
  variables: { input: { dataClass: 'PAN', plaintext: '4111111111111111' } },
};

/** One line for any POSIX shell; the card is a variable, never a literal in the document. */
export function tokenizeCommand(ready: Ready, user: ReadyUser): string {
  const signIn = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: ready.cognito.clientId,
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
  };
  const idToken = [
    `curl -s ${ready.cognito.endpoint}/`,
    `-H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth'`,
    `-H 'Content-Type: application/x-amz-json-1.1'`,
    `-d '${JSON.stringify(signIn)}'`,
    `| sed 's/.*"IdToken":"\\([^"]*\\)".*/\\1/'`,
  ].join(' ');
  return [
    `curl -s ${ready.graphql}`,
    `-H "Authorization: $(${idToken})"`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(TOKENIZE)}'`,
  ].join(' ');
}
