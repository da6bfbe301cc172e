import type { IncomingMessage, ServerResponse } from 'node:http';

/** Nothing may run here or be fetched: the page is text. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Tokenization gateway</title>
</head>
<body>
<h1>Tokenization gateway</h1>
<p>The gateway runs on this machine only. GraphQL is at <code>/graphql</code> (POST).
The terminal that started it shows the seeded users and a first command to try.</p>
</body>
</html>
`;

/** Serves the start page at \`/\`; everything else is not found. */
export function respondWithPage(request: IncomingMessage, response: ServerResponse): void {
  if (request.url !== '/') response.writeHead(404).end();
  else if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else response.writeHead(200, HEADERS).end(PAGE);
}
