import { verdictOf } from '../../evidence/assessment.ts';
import { tableIn } from '../../evidence/authorization-matrix.ts';
import { dependenciesIn, refuseTraces } from '../../evidence/bill-of-materials.ts';
import { table } from '../../evidence/documents/markdown.ts';
import { requirementsDocument } from '../../evidence/documents/requirements.ts';
import { exportedNames, unionMembers } from '../../evidence/exported-names.ts';
import { censusOf } from '../../evidence/key-store-census.ts';
import { parseEvidenceOptions } from '../../evidence/options.ts';
import { NOT_ON_AWS, notMet } from '../../evidence/requirement.ts';
import type { TestState } from '../../evidence/test-results.ts';

const CONTROLS = [{ file: 'functions/vault/pan.ts', name: 'PAN' }];
const ended = (...states: TestState[]) =>
  states.map((state) => ({ lastResult: { state, finishedAt: null, passed: 1 } }));

describe('a verdict', () => {
  test.each([
    ['shown', CONTROLS, [], ended('passed', 'passed')],
    ['shown', CONTROLS, [NOT_ON_AWS], ended('passed')],
    ['partly met', CONTROLS, [notMet('A part.')], ended('passed')],
    ['not met', [], [notMet('All.')], []],
    ['not met', CONTROLS, [], []],
    ['not run', CONTROLS, [], ended('passed', 'not run')],
    ['no result for this version', CONTROLS, [], ended('not run', 'no result for this version')],
    ['test failed', CONTROLS, [notMet('A part.')], ended('no result for this version', 'failed')],
  ] as const)('is "%s" of what is there', (verdict, controls, gaps, tests) => {
    expect(verdictOf({ controls, gaps }, tests)).toBe(verdict);
  });

  test('stands in the document with all that is missing', () => {
    const requirement = {
      ...{ id: '3.5.1', demand: 'A PAN is unreadable.', verdict: 'partly met' as const },
      ...{ notMet: ['A part.'], notVerified: ['Not yet verified on AWS.'], controls: ['a.ts#b'] },
      ...{ tests: [], settings: [{ name: 'mfa', where: 'x.ts', value: 'required' }] },
    };
    const text = requirementsDocument([{ title: 'N', basis: 'B', requirements: [requirement] }]);
    expect(text).toContain('### 3.5.1: partly met');
    expect(text).toContain('- **Not met**: A part.');
    expect(text).toContain('- **Not verified**: Not yet verified on AWS.');
    expect(text).toMatch(/\| mfa +\| `"required"` +\| x\.ts +\|/);
  });
});

describe('what the pack is read from', () => {
  test('exports and unions are read from the source', () => {
    expect(exportedNames('functions/vault/policy.ts')).toEqual(
      expect.arrayContaining(['GROUPS', 'mayDo', 'mayUse']),
    );
    expect(exportedNames('functions/vault/policy.ts')).not.toContain('PURPOSES_OF_GROUP');
    expect(unionMembers('functions/vault/plaintext.ts', 'KeyLabel')).toEqual([]);
  });

  test('a row of the key store of a new kind is said to be of no known purpose', () => {
    const row = (type: string, enc: string) => ({
      'branch-key-id': { S: 'tenant/acme' },
      type: { S: type },
      enc: { B: Buffer.from(enc) },
    });
    const after = [row('branch:ACTIVE', 'b'), row('future:ACTIVE', 'c')];
    const census = censusOf([row('branch:ACTIVE', 'a')], after);
    expect(census).toMatchObject([
      { kind: 'branch:ACTIVE', rotation: 'replaced', rows: 1, wrappedBytes: 1 },
      { kind: 'future:ACTIVE', rotation: 'added' },
    ]);
    expect(census[1]?.purpose).toContain('not known');
  });

  test('a table of a document is read by its columns, and cells never break one', () => {
    const text = `# Title\n\n${table([
      ['Field', 'Who'],
      ['a|b\nc', 'yes'],
    ])}\nmore | text\n`;
    expect(text).toContain('a\\|b c');
    expect(tableIn('x\n| Field | Who |\n| --- | --- |\n| me | yes |\n\n| other | table |')).toEqual(
      [{ Field: 'me', Who: 'yes' }],
    );
  });

  test('a package says what it is for and under which licence, or that it states none', () => {
    const component = { name: 'b', version: '1.0.0', scope: 'required' };
    const development = [{ name: 'cdx:npm:package:development', value: 'true' }];
    const components = [
      { ...component, licenses: [{ license: { id: 'MIT' } }] },
      { ...component, name: 'a', scope: 'optional', licenses: [{ expression: 'MIT OR ISC' }] },
      { ...component, name: 'c', scope: 'optional', properties: development },
      { ...component, name: 'b', scope: 'optional', licenses: [{ license: { id: 'MIT' } }] },
    ];
    const metadata = { component: { name: 'gateway' } };
    expect(dependenciesIn({ metadata, components })).toEqual([
      { name: 'a', version: '1.0.0', use: 'optional', licence: 'MIT OR ISC' },
      { name: 'b', version: '1.0.0', use: 'run', licence: 'MIT' },
      { name: 'c', version: '1.0.0', use: 'development', licence: 'none stated' },
    ]);
  });

  test('a bill of materials with a host or a folder of the machine is refused', () => {
    expect(() => {
      refuseTraces('{"$schema":"http://cyclonedx.org/x"}');
    }).not.toThrow();
    expect(() => {
      refuseTraces('{"url":"https://packages.example/x"}');
    }).toThrow('a host');
    expect(() => {
      refuseTraces(`{"path":"${process.cwd()}/x"}`);
    }).toThrow('a folder');
  });

  test('the command line has a folder and a wish to run, and nothing else', () => {
    expect(parseEvidenceOptions([])).toEqual({ out: 'build/evidence', isRun: false });
    expect(parseEvidenceOptions(['--out', 'x', '--run'])).toEqual({ out: 'x', isRun: true });
    expect(() => parseEvidenceOptions(['--fast'])).toThrow();
    expect(() => parseEvidenceOptions(['--out', ''])).toThrow('--out');
  });
});
