import { existsSync } from 'node:fs';

import { findTest, UnknownTest } from '../../evidence/assessment.ts';
import { exportedNames } from '../../evidence/exported-names.ts';
import { NORMS } from '../../evidence/norms.ts';

const all = NORMS.flatMap(({ requirements }) => requirements);

/** The numbers that stand for a requirement, ranges and lists as they are written. */
const EXPECTED = [
  ...['3.2.1', '3.3.1', '3.3.2', '3.4.1', '3.5.1', '3.5.1.1', '3.5.1.2', '3.6.1', '3.6.1.2'],
  ...['3.7.1', '3.7.2, 3.7.3', '3.7.4', '3.7.5', '3.7.6', '3.7.7', '3.7.8, 3.7.9'],
  ...['7.2.1 to 7.2.3', '7.2.4', '7.2.5', '7.2.6', '7.3.3', '8.3.6', '8.4.2', '8.6'],
  ...['10.2.1.1', '10.2.1.2', '10.2.1.3', '10.2.1.4', '10.2.1.5', '10.2.1.6', '10.2.1.7'],
  ...['10.2.2', '10.3.1', '10.3.2', '10.3.3', '10.3.4', '10.4.1, 10.4.1.1', '10.7.2', '10.5.1'],
  ...['6.2.4', '11.3, 11.4', '12.10.7', 'T1', 'T2', 'T3', 'T4', 'T5', 'SP 800-38G'],
];

describe('the mapping of norms', () => {
  test('has each requirement that this repository is held against, once', () => {
    expect(all.map(({ id }) => id)).toEqual(EXPECTED);
  });

  test('names controls that exist: a file and what it exports', () => {
    const absent = all
      .flatMap(({ id, controls }) => controls.map((control) => ({ id, ...control })))
      .filter(({ file, name }) => !existsSync(file) || !exportedNames(file).includes(name));
    expect(absent).toEqual([]);
  });

  test('names tests that exist, each by a title that one test of the suite has', () => {
    const absent = all.flatMap(({ id, tests }) =>
      tests.flatMap((reference) => {
        try {
          findTest(reference);
          return [];
        } catch (error) {
          return [{ id, ...reference, error: (error as Error).message }];
        }
      }),
    );
    expect(absent).toEqual([]);
  });

  test('does not take a title for a test that is gone, or that two tests have', () => {
    const file = 'test/evidence/norms.test.ts';
    expect(() => findTest({ file, title: 'no test of this suite' })).toThrow(UnknownTest);
    const twice = { file: 'test/e2e/bad-input.test.ts', title: '%s is refused with status 200' };
    expect(() => findTest(twice)).toThrow('declares 2 tests');
  });

  test('says what is missing wherever there is no control', () => {
    const silent = all.filter(
      ({ controls, tests, gaps }) =>
        (controls.length === 0 || tests.length === 0) &&
        !gaps.some(({ kind }) => kind === 'not met'),
    );
    expect(silent).toEqual([]);
  });
});
