import { parseArgs } from 'node:util';

export interface EvidenceOptions {
  /** Absolute or relative folder of the pack. */
  readonly out: string;
  /** Whether the suites that the mapping names run first. */
  readonly isRun: boolean;
}

export const USAGE = `Usage: npm run evidence -- [--out DIR] [--run]

  --out DIR  folder of the pack, made anew each time (default build/evidence)
  --run      runs the suites that the mapping names first, and no others

Without --run the results are those of the last \`npm test\`, as far as the code is still the same.
The exit code is 0 for a pack, 1 for a pack with a failed test, 2 if there is none.
`;

/** @throws Error with a sentence for people when the command line is not understood */
export function parseEvidenceOptions(words: readonly string[]): EvidenceOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      out: { type: 'string', default: 'build/evidence' },
      run: { type: 'boolean', default: false },
    },
  });
  if (values.out === '') throw new Error('--out names a folder.');
  return { out: values.out, isRun: values.run };
}
