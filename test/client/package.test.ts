import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';

import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import { removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { signIn } from '../support/graphql.ts';
import { installedProject, openProject, packClient, tool } from './packed.ts';
import type { PackedClient, Project } from './packed.ts';

const PAN = '4012888888881881';

/** What a consumer writes, in the three ways there are to load the package. */
const SOURCES = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      lib: ['es2022', 'dom'],
      module: 'nodenext',
      types: [],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noPropertyAccessFromIndexSignature: true,
      noImplicitOverride: true,
      noUnusedLocals: true,
      verbatimModuleSyntax: true,
      skipLibCheck: false,
      outDir: 'out',
    },
    include: ['*.mts', '*.cts'],
  }),
  'module.mts': `
    import { cognitoAuth, createGateway, isToken, MASKS, TokenizeDocument } from 'tokenization-gateway-client';
    declare const process: { argv: string[] };
    const [, , endpoint = '', idToken = '', pan = ''] = process.argv;
    const gateway = createGateway({ endpoint, auth: cognitoAuth(() => idToken) });
    const { tokenize } = await gateway.run(TokenizeDocument, { input: { dataClass: 'PAN', plaintext: pan } });
    const masked: string = tokenize.masked;
    console.log(JSON.stringify([isToken(tokenize.token), masked === MASKS.PAN(pan)]));
  `,
  'common.cts': `
    import client = require('tokenization-gateway-client');
    import iam = require('tokenization-gateway-client/iam');
    declare const process: { argv: string[] };
    const [, , endpoint = '', accessKeyId = '', secretAccessKey = '', region = ''] = process.argv;
    const auth = iam.iamAuth({ region, credentials: async () => ({ accessKeyId, secretAccessKey }) });
    const gateway = client.createGateway({ endpoint, auth });
    void gateway.run(client.MeDocument, {}).then(({ me }) => { console.log(JSON.stringify(me)); });
  `,
  'page.mts': `
    import { cognitoAuth, createGateway, GatewayError, TokenizeDocument } from 'tokenization-gateway-client';
    declare const page: { endpoint: string; idToken: string; pan: string; done(token: string): void };
    const gateway = createGateway({ endpoint: page.endpoint, auth: cognitoAuth(() => page.idToken) });
    gateway
      .run(TokenizeDocument, { input: { dataClass: 'PAN', plaintext: page.pan } })
      .then(({ tokenize }) => { page.done(tokenize.token); })
      .catch((error: unknown) => { page.done(error instanceof GatewayError ? error.code : 'other'); });
  `,
};

/** What pages have of what the client uses; nothing of Node's. */
const PAGE_GLOBALS = {
  fetch,
  crypto,
  AbortSignal,
  TextEncoder,
  URL,
  atob,
  setTimeout,
  clearTimeout,
};

const MAX_PAGE_BYTES = 10_000;

describe('the packed client', () => {
  let packed: PackedClient;
  let project: Project;
  let gateway: RunningGateway;
  let idToken: string;

  beforeAll(async () => {
    // One after the other: each keeps all cores busy.
    packed = await packClient();
    gateway = await startGateway();
    ({ idToken } = await signIn(gateway.ready, 'acme-tokenizer'));
    project = await installedProject(packed, SOURCES);
    await project.node([tool('typescript', 'bin', 'tsc')]);
  }, 120_000);
  afterAll(async () => {
    project.remove();
    packed.remove();
    await gateway.stop();
    removeDataDir(gateway.dataDir);
  });

  test('comes alone: no dependency, no script, no source of ours', () => {
    expect(
      readdirSync(join(project.folder, 'node_modules')).filter(
        (name) => name !== '.package-lock.json',
      ),
    ).toEqual(['tokenization-gateway-client']);
    const files = execFileSync('tar', ['tzf', packed.tarball], { encoding: 'utf8' }).split('\n');
    const code = files.filter(
      (name) => /\.(js|cjs|ts|cts)$/.test(name) && !/\.d\.c?ts$/.test(name),
    );
    expect(code.sort()).toEqual(
      ['iam.cjs', 'iam.js', 'index.cjs', 'index.js'].map((name) => `package/${name}`),
    );
  });

  test('compiles under strict settings and tokenizes as an ES module', async () => {
    const printed = await project.node(['out/module.mjs', gateway.ready.graphql, idToken, PAN]);
    expect(JSON.parse(printed)).toEqual([true, true]);
  });

  test('compiles under strict settings and signs with IAM credentials as CommonJS', async () => {
    const { accessKeyId, secretAccessKey } = openInstallation(gateway.dataDir, false).accessKey(
      PRINCIPALS.checkout,
    );
    const words = [gateway.ready.graphql, accessKeyId, secretAccessKey, REGION];
    const printed = await project.node(['out/common.cjs', ...words]);
    expect(JSON.parse(printed)).toEqual({
      id: '000000000000/acme-checkout',
      tenant: 'acme',
      groups: ['tokenizers'],
    });
  });

  test('tokenizes in a page that has nothing of Node, in few bytes', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(project.folder, 'page.mts')],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      write: false,
    });
    const script = outputFiles[0]?.text ?? '';
    console.log(`a page's bundle with sign-in left to it: ${script.length} bytes`);
    expect(script.length).toBeLessThan(MAX_PAGE_BYTES);
    const told = new Promise<string>((done) => {
      const page = { endpoint: gateway.ready.graphql, idToken, pan: PAN, done };
      runInContext(script, createContext({ ...PAGE_GLOBALS, page }));
    });
    expect(await told).toMatch(/^tok_/);
  });

  test('the example generates types from the published schema, compiles and runs', async () => {
    // Inside the repository, whose code generator and compiler it finds.
    mkdirSync('build/examples', { recursive: true });
    const example = openProject(mkdtempSync(resolve('build/examples/consumer-')), {});
    cpSync('examples/consumer', example.folder, { recursive: true });
    unpack(packed.tarball, join(example.folder, 'node_modules/tokenization-gateway-client'));
    await example.node([tool('@graphql-codegen', 'cli', 'esm', 'bin.js')]);
    await example.node([tool('typescript', 'bin', 'tsc')]);
    const env = { GATEWAY_ENDPOINT: gateway.ready.graphql, GATEWAY_ID_TOKEN: idToken };
    const printed = await example.node(['build/main.js'], env);
    example.remove();
    expect(printed.split('\n').slice(0, 3)).toEqual([
      '************1111 of VISA is kept as a token',
      'it reads as one: true',
      'a mistyped number is refused: INVALID_PLAINTEXT',
    ]);
  }, 120_000);

  test('the example asks for the overrides and the tools that this repository itself has', () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string>>;
    const [example, ours] = [read('examples/consumer/package.json'), read('package.json')];
    expect(ours.overrides).toMatchObject(example.overrides ?? {});
    expect({ ...ours.dependencies, ...ours.devDependencies }).toMatchObject(
      example.devDependencies ?? {},
    );
    expect(readFileSync('docs/consumers.md', 'utf8')).toContain(
      JSON.stringify({ overrides: example.overrides }, null, 2).slice(2, -2),
    );
  });
});

function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', folder]);
}
