import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { ChargeOutcome } from '../../../functions/charge/charge-event.ts';
import { createCharge } from '../../../functions/charge/charge.ts';
import { chargeProcessors } from '../../../local/charging.ts';
import { createAuthority, selfSigned } from '../../support/certificates.ts';

const REQUEST = {
  processor: 'sandbox',
  reference: 'reference-1',
  amount: 1999,
  currency: 'EUR',
  pan: '4242424242424242',
  cvc: '737',
};
const NOTHING = { state: 'FAILED', authorization: null };

interface Listener {
  readonly processors: string;
  /** What was said to it, within TLS. */
  heard(): string;
}

const opened: Server[] = [];

/** A processor that approves whatever it hears. */
async function listen(options: TlsOptions): Promise<Listener> {
  const heard: string[] = [];
  const server = createServer(options, (request, response) => {
    request.resume().on('end', () => response.end('{"status":"approved","authorization":"A1"}'));
  });
  server.on('secureConnection', (socket) => {
    socket.on('data', (chunk: Buffer) => heard.push(chunk.toString('latin1')));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  opened.push(server);
  const { port } = server.address() as AddressInfo;
  return {
    processors: chargeProcessors(port, 2000).replace('http:', 'https:'),
    heard: () => heard.join(''),
  };
}

/** The built function in a process whose environment says more of TLS. */
async function chargeWith(env: Record<string, string>, processors: string): Promise<ChargeOutcome> {
  const bundle = JSON.stringify(resolve('build/functions/charge/index.js'));
  const script = `import(${bundle}).then(async ({ handler }) =>
    console.log(JSON.stringify(await handler(${JSON.stringify(REQUEST)}))))`;
  const options = { env: { ...env, PROCESSORS: processors } };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], options);
  return JSON.parse(stdout) as ChargeOutcome;
}

describe('a processor behind TLS', () => {
  const authority = createAuthority();
  afterEach(() => {
    for (const server of opened.splice(0)) server.close();
  });

  describe.each(['TLSv1.2', 'TLSv1.3'] as const)('by %s', (version) => {
    const versions = { minVersion: version, maxVersion: version };

    test.each([
      ['signed itself', selfSigned('127.0.0.1')],
      ['was signed by nobody we know', authority.issue('127.0.0.1')],
    ])('whose certificate %s hears nothing', async (_who, own) => {
      const listener = await listen({ ...own, ...versions });
      const charge = createCharge({ PROCESSORS: listener.processors });
      expect(await charge(REQUEST)).toEqual(NOTHING);
      expect(listener.heard()).toBe('');
    });
  });

  test('hears nothing though a variable says that any certificate will do', async () => {
    const listener = await listen(selfSigned('127.0.0.1'));
    const careless = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(await chargeWith(careless, listener.processors)).toEqual(NOTHING);
    expect(listener.heard()).toBe('');
  });

  test('is charged by where its certificate is trusted and names it, and only there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const trusting = { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') };
    writeFileSync(trusting.NODE_EXTRA_CA_CERTS, authority.cert);
    const ours = await listen(authority.issue('127.0.0.1'));
    const others = await listen(authority.issue('pay.example'));
    const authorized = { state: 'AUTHORIZED', authorization: 'A1' };
    expect(await chargeWith(trusting, ours.processors)).toEqual(authorized);
    expect(await chargeWith(trusting, others.processors)).toEqual(NOTHING);
    rmSync(folder, { recursive: true });
    expect(ours.heard()).toContain(REQUEST.pan);
    expect(others.heard()).toBe('');
  });
});
