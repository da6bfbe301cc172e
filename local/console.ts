import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';

import type { ConsoleConfiguration } from '../console/configuration.ts';
import { cacheControl, contentType, securityHeaders } from '../console/security-headers.ts';

export interface ConsolePlace {
  /** Absolute path of `build/console`. */
  readonly folder: string;
  readonly configuration: ConsoleConfiguration;
}

interface ServedFile {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Serves the page from memory with the headers it has on AWS. Only what was built can be asked for,
 * so no path leads out of the folder.
 */
export function createConsoleListener(place: ConsolePlace): RequestListener {
  const security = securityOf(place);
  const files = servedFiles(place, security);
  return (request, response) => {
    const file = files.get(pathOf(request));
    if (file === undefined) response.writeHead(404, security).end();
    else if (request.method === 'GET' || request.method === 'HEAD') send(file, request, response);
    else response.writeHead(405, { ...security, allow: 'GET, HEAD' }).end();
  };
}

function securityOf({ configuration }: ConsolePlace): Readonly<Record<string, string>> {
  const { cognitoEndpoint } = configuration;
  return securityHeaders(cognitoEndpoint === undefined ? [] : [cognitoEndpoint]);
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const path = url.split('?', 1)[0] ?? '';
  return path === '/' ? '/index.html' : path;
}

function send(file: ServedFile, { method }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, file.headers);
  response.end(method === 'HEAD' ? undefined : file.content);
}

function servedFiles(
  { folder, configuration }: ConsolePlace,
  security: Readonly<Record<string, string>>,
): ReadonlyMap<string, ServedFile> {
  const served = (path: string, content: Buffer): [string, ServedFile] => [
    path,
    {
      content,
      headers: {
        ...security,
        'content-type': contentType(path),
        'content-length': String(content.length),
        'cache-control': cacheControl(path),
      },
    },
  ];
  const built = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map([
    ...built.map((file) => served(file.slice(folder.length), readFileSync(file))),
    served('/config.json', Buffer.from(JSON.stringify(configuration))),
  ]);
}
