import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { buildClientPackage } from '../../tools/client-package.ts';

const run = promisify(execFile);

/** The client as a consumer installs it. */
export interface PackedClient {
  /** Absolute path of the tarball. */
  readonly tarball: string;
  remove(): void;
}

/** Builds and packs the client in a folder of this suite's own. */
export async function packClient(): Promise<PackedClient> {
  const folder = mkdtempSync(join(tmpdir(), 'client-package-'));
  await buildClientPackage(join(folder, 'client'));
  await run('npm', ['pack', './client', '--silent'], { cwd: folder });
  const name = readdirSync(folder).find((one) => one.endsWith('.tgz')) ?? '';
  return {
    tarball: join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A consumer's project: files, and programs that run in its folder. */
export interface Project {
  readonly folder: string;
  /** Runs Node with these words and answers what it printed. */
  node(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  remove(): void;
}

export function openProject(folder: string, files: Readonly<Record<string, string>>): Project {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    node: async (words, env = {}) => {
      const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
      const { stdout } = await run(process.execPath, [...words], options).catch(printed);
      return stdout;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty project outside this repository, in which npm installs the tarball and nothing else. */
export async function installedProject(
  { tarball }: PackedClient,
  files: Readonly<Record<string, string>>,
): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'client-consumer-'));
  const manifest = { name: 'empty', private: true };
  const project = openProject(folder, { 'package.json': JSON.stringify(manifest), ...files });
  await run('npm', ['install', '--offline', '--ignore-scripts', tarball], { cwd: folder });
  return project;
}

/** A tool of this repository's, for projects that have none of their own. */
export function tool(...path: string[]): string {
  return resolve('node_modules', ...path);
}

/** What a failing program said is what there is to know. */
function printed(error: unknown): never {
  const { stdout, stderr } = error as { stdout: string; stderr: string };
  throw new Error(`${stdout}${stderr}`);
}
