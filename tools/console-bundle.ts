import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The page, as it is served on loopback and would be from CloudFront. */
const OUTPUT = 'build/console';
/** What the output was made from; beside it, so that it is not served. */
const SOURCES_VERSION_PATH = 'build/console-version';

/** All that can change the page: its code, what it shares with the vault, and every dependency. */
const SOURCES = [
  'console',
  'functions/vault',
  'client',
  'package-lock.json',
  'tools/console-bundle.ts',
];

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function sourcesVersion(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesOf)) {
    const content = createHash('sha256').update(readFileSync(path)).digest('hex');
    hash.update(`${path}\n${content}\n`);
  }
  return `${hash.digest('hex')}\n`;
}

function isCurrent(version: string): boolean {
  const made = existsSync(SOURCES_VERSION_PATH) && existsSync(join(OUTPUT, 'index.html'));
  return made && readFileSync(SOURCES_VERSION_PATH, 'utf8') === version;
}

/**
 * Builds the page, unless it was built from the very same files. No endpoint is part of it: it reads
 * `config.json`, which whoever serves it puts beside it.
 */
export async function buildConsole(): Promise<void> {
  const version = sourcesVersion();
  if (isCurrent(version)) return;
  await build({
    configFile: false,
    root: 'console',
    base: './',
    logLevel: 'warn',
    esbuild: { jsx: 'automatic', legalComments: 'none' },
    // The Cognito client, made for older bundlers, knows the global object by Node's name.
    define: { global: 'globalThis' },
    publicDir: false,
    build: {
      outDir: resolve(OUTPUT),
      emptyOutDir: true,
      target: 'es2023',
      // Inlined files would be `data:` URLs, which the content security policy refuses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
  writeFileSync(SOURCES_VERSION_PATH, version);
}
