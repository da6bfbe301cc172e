import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Collection } from '../../evidence/collection.ts';
import { PackError, writePack } from '../../evidence/pack.ts';
import { CANARIES } from '../../evidence/trail-operations.ts';
import { searchFiles } from '../support/canary.ts';

describe('the evidence pack', () => {
  const root = mkdtempSync(join(tmpdir(), 'evidence-'));
  const out = join(root, 'pack');
  let collection: Collection;

  beforeAll(async () => {
    collection = await writePack(out);
  }, 120_000);
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  const files = () =>
    readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const contentOf = (name: string) => readFileSync(join(out, name), 'utf8');

  test('canary search over the trail, checkpoints and evidence pack finds no plaintext', () => {
    const events = files().filter((name) => name.endsWith('.jsonl'));
    expect(events.map(contentOf).join('')).toContain('"operation":"release"');
    expect(files().filter((name) => /^trail.checkpoints.\d{12}\.json$/.test(name))).not.toEqual([]);
    expect(searchFiles(out, CANARIES)).toEqual([]);
    writeFileSync(join(out, 'planted.md'), `| ${CANARIES.pan} |`);
    expect(searchFiles(out, CANARIES)[0]).toMatchObject({ canary: 'pan', place: 'planted.md' });
    rmSync(join(out, 'planted.md'));
  });

  test('holds each part as Markdown and as JSON', () => {
    const parts = ['requirements', 'authorization-matrix', 'proof-report', 'key-inventory'];
    const both = [...parts, 'audit-verification'].flatMap((name) => [`${name}.md`, `${name}.json`]);
    const rest = ['README.md', 'evidence.json', 'dependencies.md', 'sbom.cdx.json'];
    expect(files()).toEqual(expect.arrayContaining([...both, ...rest]));
    for (const name of files().filter((one) => one.endsWith('.json'))) {
      expect(() => JSON.parse(contentOf(name)) as unknown).not.toThrow();
    }
  });

  test('has a sound trail of what was done, in which every alteration is found', () => {
    const { report, fault, alterations, outcomes } = collection.trail;
    expect(fault).toBeNull();
    expect(report?.events).toBeGreaterThan(100);
    expect(alterations.map(({ found }) => found.split(':')[0])).toEqual([
      'EVENT_CHANGED',
      'EVENT_REMOVED',
      'EVENT_REORDERED',
    ]);
    const did = (operation: string, code: string) =>
      outcomes.some((one) => one.operation === operation && one.code === code);
    expect(did('release', 'OK') && did('eraseTenant', 'OK') && did('rotateKeys', 'OK')).toBe(true);
    expect(did('tokenize', 'NOT_AUTHORIZED') && did('token', 'TOKEN_NOT_FOUND')).toBe(true);
  });

  test('reads a value for each setting, out of code, configuration or template', () => {
    const settings = collection.norms
      .flatMap(({ requirements }) => requirements)
      .flatMap((requirement) => requirement.settings);
    const empty = settings.filter(({ value }) => (value ?? null) === null);
    expect(settings.length).toBeGreaterThan(20);
    expect(empty).toEqual([]);
  });

  test('lists every key with what it is for and who uses it', () => {
    const { kmsKeys, keyStoreRows, derivedKeys } = collection.keys;
    const isComplete = kmsKeys.map(({ purpose, uses }) => purpose !== '' && uses.length > 0);
    const declared = collection.proofs.resources.find(({ type }) => type === 'AWS::KMS::Key');
    expect(isComplete).toEqual(Array.from({ length: declared?.count ?? 0 }, () => true));
    expect(keyStoreRows.map(({ kind, rotation }) => [kind, rotation])).toEqual([
      ['beacon:ACTIVE', 'unchanged'],
      ['branch:ACTIVE', 'replaced'],
      ['branch:version:…', 'added'],
    ]);
    expect(keyStoreRows.filter(({ purpose }) => purpose.startsWith('not known'))).toEqual([]);
    expect(derivedKeys).toContain('vault/record-mac/v1');
    expect(derivedKeys).toContain('vault/fingerprint/…/v1');
  });

  test('says what is not there, and that nothing was verified on AWS', () => {
    const { proofs } = collection;
    const absent = proofs.expected.filter(({ declared }) => declared === 0);
    for (const { what } of absent)
      expect(contentOf('README.md')).toContain(`Not declared: ${what}`);
    expect(contentOf('README.md')).toContain('Nothing here was verified on AWS.');
    expect(contentOf('proof-report.md')).toMatch(/claims over \d+ classes of requests, all proved/);
    expect(JSON.parse(contentOf('evidence.json'))).toMatchObject({ isVerifiedOnAws: false });
  });

  test('names no host, no folder of this machine, and no time or number in the bill of materials', () => {
    const traces = [process.cwd(), `${homedir()}/`, tmpdir(), hostname(), 'registry'];
    const found = files().flatMap((name) =>
      traces.filter((trace) => trace.length > 4 && contentOf(name).includes(trace)),
    );
    expect(found).toEqual([]);
    expect(contentOf('sbom.cdx.json')).not.toMatch(/serialNumber|timestamp|https:/);
    expect(JSON.parse(contentOf('sbom.cdx.json'))).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'tokenization-gateway' } },
    });
  });

  test('replaces no folder that holds something else', async () => {
    writeFileSync(join(root, 'precious'), 'precious');
    await expect(writePack(root)).rejects.toThrow(PackError);
    expect(existsSync(join(root, 'precious'))).toBe(true);
    expect(existsSync(`${root}.partial`)).toBe(false);
  });
});
