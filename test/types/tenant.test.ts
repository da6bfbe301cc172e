import ts from 'typescript';

const HEAD = `
import type { Call } from '../functions/vault/call.ts';
import type { TokenizeCommand, ResolveCommand } from '../functions/vault/command.ts';
import type { Envelope } from '../functions/vault/envelope.ts';
import type { Tenant } from '../functions/vault/identity.ts';
import type { Plaintext } from '../functions/vault/plaintext.ts';
import { recordKey } from '../functions/vault/record.ts';
declare const call: Call, command: TokenizeCommand & ResolveCommand, text: string;
declare const envelope: Envelope, plaintext: Plaintext;
`;

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('functions/tsconfig.json', (path) => ts.sys.readFile(path)).config,
  ts.sys,
  'functions',
);

/** The messages of the compiler for each body, put into a module beside the vault. */
function complaintsOf(bodies: readonly string[]): string[] {
  const root = process.cwd();
  const modules = new Map(
    bodies.map((body, at) => [`${root}/test/should-not-compile-${at}.ts`, HEAD + body]),
  );
  const files = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...files,
    fileExists: (path) => modules.has(path) || files.fileExists(path),
    readFile: (path) => modules.get(path) ?? files.readFile(path),
    getSourceFile: (path, target) => {
      const source = modules.get(path);
      if (source === undefined) return files.getSourceFile(path, target);
      return ts.createSourceFile(path, source, target);
    },
  };
  const checked = { ...options, noUnusedLocals: false };
  const program = ts.createProgram([...modules.keys()], checked, host);
  return [...modules.keys()].map((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
      .join('\n'),
  );
}

const ALLOWED = `recordKey(call.tenant, command.token);`;
const NO_TENANT = [
  `recordKey(command.token, command.token);`,
  `recordKey('acme', command.token);`,
  `const tenant: Tenant = text;`,
  `const tenant: Tenant = \`\${text}\`;`,
  `recordKey(command.tenant, command.token);`,
  `envelope.open('acme', {}, new Uint8Array());`,
  `const other: Call = { ...call, tenant: command.token };`,
];
const NO_TEXT = [
  `const shown: string = plaintext;`,
  `const longer = text.concat(plaintext);`,
  `recordKey(call.tenant, plaintext);`,
  `envelope.seal(call.tenant, { token: plaintext }, plaintext);`,
  `envelope.seal(call.tenant, {}, text);`,
  `const made: Plaintext = { expose: () => text };`,
];

describe('what must not compile', () => {
  let complaints: ReadonlyMap<string, string>;

  beforeAll(() => {
    const bodies = [ALLOWED, ...NO_TENANT, ...NO_TEXT];
    const found = complaintsOf(bodies);
    complaints = new Map(bodies.map((body, at) => [body, found[at] ?? '']));
  }, 60_000);

  test('does not keep what is right from compiling', () => {
    expect(complaints.get(ALLOWED)).toBe('');
  });

  test.each(NO_TENANT)('a tenant that is not of a verified identity: %s', (body) => {
    expect(complaints.get(body)).toMatch(/not assignable|does not exist/);
  });

  test.each(NO_TEXT)('a plaintext in the place of a text, or the reverse: %s', (body) => {
    expect(complaints.get(body)).toMatch(/not assignable|missing/);
  });
});
