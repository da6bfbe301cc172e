import { declaredChains, declaredIn } from '../../evidence/declared-tests.ts';

const SOURCE = `
import { thing } from './thing.ts';
describe('a vault', () => {
  test('opens', () => { thing(); });
  test.each(['x', 'y'])('refuses %s', (one) => {});
  test.each([1])('refuses nothing', () => {});
  describe.each(KINDS)(\`of \${NAME} and %j\`, () => {
    it('is $what.kind, ' + 'always', () => {});
    test(TITLE, async () => {});
  });
  forEachDamage(() => {});
  describe('whose tests are made elsewhere', () => { damage(); });
});
test('100 %', () => {});
test.each\`
  a | b
  \${1} | \${2}
\`('adds $a', () => {});
`;

const declared = declaredIn(SOURCE);

describe('the tests that a source declares', () => {
  test('are found with the groups around them, values left open', () => {
    expect(declared.map(({ kind, chain }) => [kind, ...chain].join(' › '))).toEqual([
      'describe › a vault',
      'test › a vault › opens',
      'test › a vault › refuses %s',
      'test › a vault › refuses nothing',
      'describe › a vault › of %s and %j',
      'test › a vault › of %s and %j › is $what.kind, always',
      'test › a vault › of %s and %j › %s',
      'describe › a vault › whose tests are made elsewhere',
      'test › 100 %',
      'test › adds $a',
    ]);
  });

  test.each([
    [['a vault', 'opens'], 'a vault › opens'],
    [['a vault', 'refuses 4111111111111111'], 'a vault › refuses %s'],
    [['a vault', 'refuses nothing'], 'a vault › refuses nothing'],
    [['a vault', 'of A and {}', 'is b, always'], 'a vault › of %s and %j › is $what.kind, always'],
    [
      ['a vault', 'whose tests are made elsewhere', 'x'],
      'a vault › whose tests are made elsewhere › %s',
    ],
    [
      ['a vault', 'whose tests are made elsewhere', 'y', 'z'],
      'a vault › whose tests are made elsewhere › %s',
    ],
    [['100 %'], '100 %'],
    [['what no source says'], '%s'],
  ])('are told from the titles of a run: %j', (ran, chain) => {
    expect(declaredChains(declared, ran).map((one) => one.join(' › '))).toContain(chain);
  });

  test('never take over a value from a title that ran', () => {
    const chains = declaredChains(declared, ['a vault', 'of 4111111111111111 and 5', 'unheard of']);
    expect(JSON.stringify(chains)).not.toContain('4111');
  });
});
