import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'receipt-'));
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function receipt(kind: string): string {
  const stated = {
    inaccessibleSince: '2031-01-01T00:00:00.000Z',
    irrecoverableFrom: '2031-02-05T00:00:00.000Z',
    keyId: 'arn:aws:kms:us-east-1:000000000000:key/1',
    kind,
    token: 'tok_of_a_test',
  };
  const statement = Buffer.from(JSON.stringify(stated));
  return JSON.stringify({
    ...stated,
    statement: statement.toString('base64'),
    signature: sign('sha256', statement, privateKey).toString('base64'),
  });
}

const KIND = 'tokenization-gateway/erasure-receipt/v1';
const GENUINE = write('receipt.json', receipt(KIND));
const PEM = write('key.pem', publicKey.export({ type: 'spki', format: 'pem' }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/verify-receipt.ts', ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('npm run verify:receipt', () => {
  test('says of a genuine receipt what it states', () => {
    const { status, stdout } = run('--key', PEM, GENUINE);
    expect(stdout).toContain('Genuine.');
    expect(stdout).toContain('irrecoverableFrom: 2031-02-05T00:00:00.000Z');
    expect(status).toBe(0);
  });

  test('takes the key as KMS gives it', () => {
    const der = write('key.der', publicKey.export({ type: 'spki', format: 'der' }));
    expect(run('--key', der, GENUINE).status).toBe(0);
  });

  test('refuses another signed statement', () => {
    const other = write('other.json', receipt('something else'));
    const { status, stderr } = run('--key', PEM, other);
    expect(stderr).toContain('NOT GENUINE.');
    expect(status).toBe(1);
  });

  test('refuses a key that is not on P-256', () => {
    const wrong = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    expect(run('--key', write('wrong.pem', wrong), GENUINE).status).toBe(1);
  });

  test('without a key says how to get it', () => {
    const { status, stderr } = run(GENUINE);
    expect(stderr).toContain('aws kms get-public-key');
    expect(stderr).toContain('receipt-key.pem');
    expect(status).toBe(2);
  });
});
