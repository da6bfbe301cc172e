import { readFileSync } from 'node:fs';

import type { AssessedTest, Evidence } from './assessment.ts';
import { findTest } from './assessment.ts';
import { lastResultOf } from './test-results.ts';

/** Who may do what, by the caller's group: `yes` or the code of the refusal. */
export interface AuthorizationMatrix {
  readonly source: string;
  /** The test that asks the API and compares its answers with the document. */
  readonly test: AssessedTest;
  readonly document: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

const SOURCE = 'docs/authorization-matrix.md';
const TEST = {
  file: 'test/e2e/authorization.test.ts',
  title: 'get the answer that the matrix in docs/ says',
};

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((text) => text.trim());

/** The rows of the first table in a Markdown document, by the names of its columns. */
export function tableIn(document: string): Record<string, string>[] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const [header = '', , ...body] = lines.slice(start, length < 0 ? undefined : start + length);
  const names = cellsOf(header);
  return body.map((line) =>
    Object.fromEntries(cellsOf(line).map((text, at) => [names[at] ?? '', text])),
  );
}

export function authorizationMatrix({ results, digest }: Evidence): AuthorizationMatrix {
  const document = readFileSync(SOURCE, 'utf8');
  const lastResult = lastResultOf(results, digest, TEST.file, findTest(TEST));
  return { source: SOURCE, test: { ...TEST, lastResult }, document, rows: tableIn(document) };
}
