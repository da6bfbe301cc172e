import { existsSync, readFileSync } from 'node:fs';

import { refuseCoreDumps } from '../../local/containment.ts';

const hasLimits = existsSync('/proc/self/limits') && existsSync('/usr/bin/prlimit');

(hasLimits ? test : test.skip)('a process can give up core dumps of itself for good', () => {
  expect(refuseCoreDumps()).toBe(true);
  const limits = readFileSync('/proc/self/limits', 'utf8');
  expect(limits).toMatch(/^Max core file size +0 +0 +bytes/m);
});
