import { S3Client } from '@aws-sdk/client-s3';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../console/configuration.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { consoleConfiguration, orderParameters, stackIds } from '../../tools/deployed-stacks.ts';
import { publishConsole } from '../../tools/publish-console.ts';

const OUTPUTS = {
  'tokenization-sandbox-console': {
    GraphqlUrl: 'https://api.example/graphql',
    UserPoolId: 'us-east-1_pool',
    ClientId: 'client',
    ConsoleUrl: 'https://page.example/',
  },
};

interface Put {
  readonly path: string;
  readonly type: string | undefined;
  readonly body: string;
}

describe('the page of the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const puts: Put[] = [];
  let isRefusing = false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '', 'http://bucket');
      const body = Buffer.concat(chunks).toString();
      puts.push({ path: pathname, type: request.headers['content-type'], body });
      response.writeHead(isRefusing ? 403 : 200).end();
    });
  });
  let s3: S3Client;

  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<script src="./assets/page-1.js">');
    writeFileSync(join(folder, 'assets', 'page-1.js'), 'page();');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    s3 = new S3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  });

  beforeEach(() => {
    puts.length = 0;
  });

  afterAll(() => {
    s3.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const publish = () => {
    const configuration = consoleConfiguration(OUTPUTS, SANDBOX, 'PEM');
    return publishConsole(s3, { bucket: 'page', folder, configuration });
  };

  test('is put with its types, what it loads first and the document last', async () => {
    expect(await publish()).toBe(3);
    expect(puts.map(({ path, type }) => [path, type])).toEqual([
      ['/page/assets/page-1.js', 'text/javascript; charset=utf-8'],
      ['/page/config.json', 'application/json; charset=utf-8'],
      ['/page/index.html', 'text/html; charset=utf-8'],
    ]);
  });

  test('is told of its deployment by a file that it can read', async () => {
    await publish();
    const told = puts.find(({ path }) => path === '/page/config.json')?.body ?? '';
    expect(readConfiguration(JSON.parse(told))).toEqual({
      graphql: 'https://api.example/graphql',
      region: 'us-east-1',
      userPoolId: 'us-east-1_pool',
      clientId: 'client',
      checkpointKey: 'PEM',
    });
  });

  test('is told whose administrators may make tenants, where there is such a tenant', () => {
    const ofOperator = consoleConfiguration(OUTPUTS, { ...SANDBOX, operatorTenant: 'acme' });
    expect(ofOperator.operatorTenant).toBe('acme');
    expect(consoleConfiguration(OUTPUTS, SANDBOX)).not.toHaveProperty('operatorTenant');
  });

  test('keeps its old document when a file of the new one could not be put', async () => {
    isRefusing = true;
    await expect(publish()).rejects.toThrow();
    isRefusing = false;
    expect(puts.map(({ path }) => path)).toEqual(['/page/assets/page-1.js']);
  });

  test('is not told of a deployment that did not say where it is', () => {
    expect(() => consoleConfiguration({}, SANDBOX)).toThrow('console has no output GraphqlUrl');
  });
});

test('the order example is told where the gateway is by what the gateway says of itself', () => {
  const outputs = {
    'tokenization-sandbox-gateway': { GraphqlUrl: 'https://api.example/graphql' },
    'tokenization-sandbox-identity': { UserPoolId: 'us-east-1_pool', ClientId: 'client' },
  };
  expect(orderParameters(outputs, SANDBOX)).toEqual([
    ...['--parameters', 'tokenization-sandbox-orders:GatewayUrl=https://api.example/graphql'],
    ...['--parameters', 'tokenization-sandbox-orders:UserPoolId=us-east-1_pool'],
    ...['--parameters', 'tokenization-sandbox-orders:ClientId=client'],
  ]);
});

test('the stacks to deploy are those that were synthesized', () => {
  const assembly = mkdtempSync(join(tmpdir(), 'assembly-'));
  const artifacts = {
    Vault: { type: 'aws:cloudformation:stack' },
    'Vault.assets': { type: 'cdk:asset-manifest' },
    Tree: { type: 'cdk:tree' },
  };
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts }));
  expect(stackIds(assembly)).toEqual(['Vault']);
  rmSync(assembly, { recursive: true });
});
