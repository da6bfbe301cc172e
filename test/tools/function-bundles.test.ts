import { readFileSync } from 'node:fs';

/** The budget that keeps the start of a new execution environment short. */
const MAX_BYTES = 700_000;

const bundleOf = (name: string) => readFileSync(`build/functions/${name}/index.js`, 'utf8');

test('the bundle of the vault stays within its budget', () => {
  expect(Buffer.byteLength(bundleOf('vault'))).toBeLessThanOrEqual(MAX_BYTES);
});

test.each(['vault', 'key-admin', 'audit-sealer'])(
  'the bundle of %s takes credentials from its environment only',
  (name) => {
    expect(bundleOf(name)).toContain('AWS_ACCESS_KEY_ID');
    for (const elsewhere of ['credential_process', 'sso_session', 'AWS_CONTAINER_CREDENTIALS']) {
      expect(bundleOf(name)).not.toContain(elsewhere);
    }
  },
);
