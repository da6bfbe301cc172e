import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openSealedFile } from '../../../local/protocol/sealed-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sealed-file-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const open = (passphrase = 'correct horse', purpose = 'kms') =>
  openSealedFile<{ secret: string }>({
    path: join(directory, 'file'),
    passphrase,
    purpose,
    initial: () => ({ secret: 'battery staple' }),
  });

describe('a sealed file', () => {
  test('what was saved is there when it is opened again', () => {
    const file = open();
    file.value.secret = 'changed';
    file.save();
    expect(open().value).toEqual({ secret: 'changed' });
  });

  test('a wrong passphrase and another purpose do not open it', () => {
    open();
    expect(() => open('wrong')).toThrow('does not open');
    expect(() => open('correct horse', 'cognito')).toThrow('does not open');
  });

  test('an altered file does not open', () => {
    open();
    const path = join(directory, 'file');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { ciphertext: string };
    const bytes = Buffer.from(stored.ciphertext, 'base64');
    bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3);
    writeFileSync(path, JSON.stringify({ ...stored, ciphertext: bytes.toString('base64') }));
    expect(() => open()).toThrow('does not open');
  });

  test('it holds nothing in the clear and only its owner may read it', () => {
    open();
    const path = join(directory, 'file');
    expect(readFileSync(path, 'utf8')).not.toContain('battery');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
