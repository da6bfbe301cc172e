import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import fc from 'fast-check';

import { outcomeOf } from '../../../functions/charge/answer.ts';
import { bodyOf, isTemplate } from '../../../functions/charge/body.ts';
import { createCharge } from '../../../functions/charge/charge.ts';
import { readProcessors } from '../../../functions/charge/processors.ts';
import { shows } from '../../../functions/charge/spelling.ts';
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

const chars = (text: string): string[] => Array.from(text);

const encoders: readonly ((text: string) => string)[] = [
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`x${text}`).toString('base64url'),
  (text) => Buffer.from(`xy${text}`).toString('base64'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text, 'utf16le').toString('base64'),
  (text) =>
    chars(text)
      .map((one) => `\\u00${one.charCodeAt(0).toString(16)}`)
      .join(''),
  (text) =>
    chars(text)
      .map((one) => `%${one.charCodeAt(0).toString(16)}`)
      .join(''),
  (text) =>
    chars(text)
      .map((one) => `&#${one.charCodeAt(0)};`)
      .join(''),
  (text) => text.replaceAll(/(.{4})/g, '$1 '),
  (text) => chars(text).join('-'),
  (text) => chars(text).reverse().join(''),
  (text) =>
    chars(text)
      .map((one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0))
      .join(''),
];

describe('a text shows a card', () => {
  test.each(encoders.map((encode, at) => [at, encode] as const))(
    'in spelling %i, bare, within other text, and spelled once more',
    (_at, encode) => {
      expect(shows(encode(PAN), REQUEST)).toBe(true);
      expect(shows(`auth-${encode(PAN)}-done`, REQUEST)).toBe(true);
      for (const again of encoders.slice(0, 5)) {
        expect(shows(again(encode(PAN)), REQUEST)).toBe(true);
      }
    },
  );

  test('if it holds seven digits of it in a row, and not by the first six and last four', () => {
    expect(shows('code-4242424x', REQUEST)).toBe(true);
    const other = { pan: '4539148803436467', cvc: null };
    expect(shows('453914-6467', other)).toBe(false);
    expect(shows('48803436', other)).toBe(true);
  });

  test('or its code, standing alone', () => {
    for (const text of ['737', 'cvc737', 'A-737-B', Buffer.from('737').toString('base64')]) {
      expect(shows(text, REQUEST)).toBe(true);
    }
    expect(shows('A1737B', REQUEST)).toBe(false);
    expect(shows('737', { ...REQUEST, cvc: null })).toBe(false);
  });

  test('for any card in any two spellings, and not in codes that processors give', () => {
    const digits = fc.stringMatching(/^[0-9]{12,19}$/);
    const encoder = fc.constantFrom(...encoders.slice(0, 9));
    fc.assert(
      fc.property(digits, encoder, encoder, (pan, one, other) => {
        expect(shows(other(one(pan)), { pan, cvc: null })).toBe(true);
      }),
      { numRuns: 200 },
    );
    const code = fc.stringMatching(/^[A-Z0-9]{6}$/);
    fc.assert(fc.property(code, (text) => !shows(text, { pan: PAN, cvc: null })));
  });
});

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
