import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Component {
  readonly name: string;
  readonly version: string;
  readonly scope: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

/** CycloneDX 1.5, as far as it is read here; what is written holds all of it. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly Component[];
}

/** What a package is for, the most important first. */
const USES = ['run', 'optional', 'development'] as const;

export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, or `none stated`. */
  readonly licence: string;
  readonly use: (typeof USES)[number];
}

const FORMAT = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline'];
const SCHEMA = 'http://cyclonedx.org/';

/** The same lock file and npm give the same text anywhere: no time, no number, no folder's name. */
function reproducible(received: BillOfMaterials): BillOfMaterials {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string };
  const { metadata } = received;
  const component = { ...metadata.component, name };
  const made = { ...received, metadata: { ...metadata, component, timestamp: undefined } };
  // Members that are undefined are not written.
  return { ...made, serialNumber: undefined } as BillOfMaterials;
}

/** @throws Error if a text names a host or this folder */
export function refuseTraces(text: string, folder = process.cwd()): void {
  if (/https?:\/\//.test(text.replaceAll(SCHEMA, '')))
    throw new Error('The bill of materials names a host.');
  if (text.includes(folder)) throw new Error('The bill of materials names a folder.');
}

/**
 * The bill of materials of the lock file, by npm and without a network.
 * @throws Error if npm cannot make it
 */
export function readBillOfMaterials(): BillOfMaterials {
  const { status, stdout, stderr } = spawnSync('npm', FORMAT, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr.trim().split('\n')[0] ?? ''}`);
  const made = reproducible(JSON.parse(stdout) as BillOfMaterials);
  refuseTraces(JSON.stringify(made));
  return made;
}

function licenceOf({ licenses = [] }: Component): string {
  const texts = licenses.map(
    ({ license, expression }) => expression ?? license?.id ?? license?.name,
  );
  const stated = texts.filter((text) => text !== undefined);
  return stated.length === 0 ? 'none stated' : stated.join(' AND ');
}

function useOf({ scope, properties = [] }: Component): Dependency['use'] {
  if (properties.some(({ name }) => name === 'cdx:npm:package:development')) return 'development';
  return scope === 'required' ? 'run' : 'optional';
}

const keyOf = ({ name, version }: Dependency): string => `${name}@${version}`;

/** By name and version. Where a package is there several times, its most important use counts. */
export function dependenciesIn({ components }: BillOfMaterials): Dependency[] {
  const all = new Map<string, Dependency>();
  for (const component of components) {
    const { name, version } = component;
    const found = { name, version, use: useOf(component), licence: licenceOf(component) };
    const known = all.get(keyOf(found))?.use ?? 'development';
    const use = USES.find((one) => one === found.use || one === known) ?? known;
    all.set(keyOf(found), { ...found, use });
  }
  return [...all.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
