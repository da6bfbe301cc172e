import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

import { outcomeOf } from '../../../functions/charge/answer.ts';
import { bodyOf, isTemplate } from '../../../functions/charge/body.ts';
import { createCharge } from '../../../functions/charge/charge.ts';
import { readProcessors } from '../../../functions/charge/processors.ts';
import { chargeProcessors } from '../../../local/charging.ts';

const PAN = '4242424242424242';
const CVC = '737';
const REQUEST = {
  processor: 'sandbox',
  reference: 'reference-1',
  amount: 1999,
  currency: 'EUR',
  pan: PAN,
  cvc: CVC,
};
const ANSWER = {
  state: 'result.state',
  authorized: ['ok'],
  declined: ['no'],
  authorization: 'result.code',
};

describe("a processor's answer", () => {
  const outcome = (status: number, body: unknown) =>
    outcomeOf(
      {
        kind: 'answered',
        status,
        headers: {},
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
      ANSWER,
      REQUEST,
    );

  test.each([
    [200, { result: { state: 'ok', code: 'A1B2C3' } }, 'AUTHORIZED', 'A1B2C3'],
    [201, { result: { state: 'ok' } }, 'AUTHORIZED', null],
    [200, { result: { state: 'ok', code: `x${PAN}` } }, 'AUTHORIZED', null],
    [200, { result: { state: 'ok', code: `<b>${'A'.repeat(9)}` } }, 'AUTHORIZED', null],
    [200, { result: { state: 'ok', code: 'A'.repeat(65) } }, 'AUTHORIZED', null],
    [200, { result: { state: 'ok', code: 12345 } }, 'AUTHORIZED', null],
    [200, { result: { state: 'no', code: 'A1B2C3' } }, 'DECLINED', null],
    [402, { result: { state: 'no' } }, 'DECLINED', null],
    [402, { result: { state: 'ok' } }, 'UNKNOWN', null],
    [200, { result: { state: 'perhaps' } }, 'UNKNOWN', null],
    [200, { result: 'ok' }, 'UNKNOWN', null],
    [200, { __proto__: { result: { state: 'ok' } } }, 'UNKNOWN', null],
    [200, PAN, 'UNKNOWN', null],
    [302, {}, 'UNKNOWN', null],
    [409, {}, 'UNKNOWN', null],
    [422, { result: { state: 'ok' } }, 'FAILED', null],
    [500, { result: { state: 'ok' } }, 'UNKNOWN', null],
  ])('of %i %j is %s with code %s', (status, body, state, authorization) => {
    expect(outcome(status, body)).toEqual({ state, authorization });
  });
});

describe('a body', () => {
  const TEMPLATE = {
    kind: 'sale',
    card: [{ number: '{{pan}}', check: '{{cvc}}' }],
    sum: { value: '{{amount}}', in: '{{currency}}' },
    key: '{{reference}}',
  };

  test('is filled by whole values, so that none of them can be anything but a text', () => {
    const hostile = { ...REQUEST, reference: '", "amount": 1, "x": "{{pan}}' };
    expect(JSON.parse(bodyOf(TEMPLATE, hostile))).toEqual({
      kind: 'sale',
      card: [{ number: PAN, check: CVC }],
      sum: { value: 1999, in: 'EUR' },
      key: hostile.reference,
    });
    const bare = bodyOf(TEMPLATE, { ...REQUEST, cvc: null });
    expect(JSON.parse(bare)).toHaveProperty('card', [{ number: PAN }]);
  });

  test('is a template only with all that a charge needs, each standing alone', () => {
    expect(isTemplate(TEMPLATE)).toBe(true);
    expect(isTemplate({ ...TEMPLATE, key: 'none' })).toBe(false);
    expect(isTemplate({ ...TEMPLATE, more: 'x {{pan}}' })).toBe(false);
    expect(isTemplate({ ...TEMPLATE, more: '{{name}}' })).toBe(false);
    expect(isTemplate([TEMPLATE])).toBe(false);
  });
});

describe('the allow-list', () => {
  const listed = (more: object) => {
    const { sandbox } = JSON.parse(chargeProcessors(4000, 1000)) as { sandbox: object };
    return { PROCESSORS: JSON.stringify({ sandbox: { ...sandbox, ...more } }) };
  };

  test.each([
    'https://pay.example/charges',
    'http://127.0.0.1:4000/charges',
    'http://[::1]:4000/charges',
  ])('takes %s', (url) => {
    expect(readProcessors(listed({ url })).get('sandbox')?.url.href).toBe(url);
  });

  test.each([
    'http://pay.example/charges',
    'http://127.0.0.1.pay.example/',
    'http://localhost.pay.example/',
    'https://user:secret@pay.example/',
    'https://pay.example/?card=1',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'no url',
    null,
  ])('refuses %s', (url) => {
    expect(() => readProcessors(listed({ url }))).toThrow(/https unless it is loopback/);
  });

  test.each([
    [{ body: {} }, /body/],
    [{ timeoutMs: 5001 }, /timeoutMs/],
    [{ answer: { state: 'x', authorized: ['y'], declined: [] } }, /authorization/],
    [{ answer: { state: 'x', authorization: 'y', authorized: [''], declined: [] } }, /mean/],
  ])('refuses %j', (more, rule) => {
    expect(() => readProcessors(listed(more))).toThrow(rule);
  });

  test('gives a processor the credential that the environment has for it', () => {
    const env = { ...listed({}), CREDENTIAL_SANDBOX: 'Bearer of-test' };
    expect(readProcessors(env).get('sandbox')?.credential).toBe('Bearer of-test');
  });
});

describe('what is sent', () => {
  const chargeAt = (url: string, timeoutMs = 1000) => {
    const { sandbox } = JSON.parse(chargeProcessors(1, timeoutMs)) as { sandbox: object };
    return createCharge({ PROCESSORS: JSON.stringify({ sandbox: { ...sandbox, url } }) })(REQUEST);
  };
  const listenRaw = async (onBytes: (chunk: Buffer) => string | null) => {
    const heard: Buffer[] = [];
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        heard.push(chunk);
        const said = onBytes(Buffer.concat(heard));
        if (said !== null) socket.end(said);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const stop = () => new Promise((resolve) => server.close(resolve));
    return { port, heard: () => Buffer.concat(heard).toString('latin1'), stop };
  };

  test('is nothing where nobody listens: FAILED', async () => {
    const { port, stop } = await listenRaw(() => null);
    await stop();
    expect(await chargeAt(`http://127.0.0.1:${port}/`)).toEqual({
      state: 'FAILED',
      authorization: null,
    });
  });

  test('is no value to one that does not speak TLS where it must: FAILED', async () => {
    const { port, heard, stop } = await listenRaw(() => 'HTTP/1.1 200 OK\r\n\r\n');
    expect((await chargeAt(`https://127.0.0.1:${port}/`)).state).toBe('FAILED');
    expect(heard()).not.toBe('');
    expect(heard()).not.toContain(PAN);
    await stop();
  });

  test.each([
    ['breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"status":'],
    ['answers without end', `HTTP/1.1 200 OK\r\n\r\n${' '.repeat(70_000)}{"status":"approved"}`],
    ['speaks no HTTP', 'approved\r\n\r\n'],
  ])('is UNKNOWN if the other %s', async (_what, said) => {
    const { port, heard, stop } = await listenRaw((text) => (text.includes(PAN) ? said : null));
    expect(await chargeAt(`http://127.0.0.1:${port}/`)).toEqual({
      state: 'UNKNOWN',
      authorization: null,
    });
    expect(heard()).toContain('idempotency-key: reference-1');
    await stop();
  });

  test('is UNKNOWN if no answer comes in time', async () => {
    const { port, heard, stop } = await listenRaw(() => null);
    expect((await chargeAt(`http://127.0.0.1:${port}/`, 200)).state).toBe('UNKNOWN');
    expect(heard()).toContain(PAN);
    await stop();
  });

  test.each([null, 'charge', {}, { ...REQUEST, processor: 'other' }, { ...REQUEST, pan: 1 }])(
    'is nothing for %j: FAILED',
    async (event) => {
      const charge = createCharge({ PROCESSORS: chargeProcessors(1, 1000) });
      expect(await charge(event)).toEqual({ state: 'FAILED', authorization: null });
    },
  );
});

test('the function has neither client of AWS nor a way to print', () => {
  for (const file of readdirSync('functions/charge')) {
    const text = readFileSync(`functions/charge/${file}`, 'utf8');
    expect(text).not.toMatch(/@aws-sdk|@aws-crypto|@smithy|console\s*\.|process\.std/);
  }
});
