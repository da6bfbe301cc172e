import { readConfiguration } from '../../console/configuration.ts';
import {
  cacheControl,
  securityHeaders,
  TRANSPORT_HEADERS,
} from '../../console/security-headers.ts';

const COMPLETE = {
  graphql: './graphql',
  region: 'us-east-1',
  userPoolId: 'us-east-1_pool',
  clientId: 'client',
};

describe('the configuration of the console', () => {
  test('is read without what it may leave out, and without what nobody knows', () => {
    expect(readConfiguration(COMPLETE)).toEqual(COMPLETE);
    expect(readConfiguration({ ...COMPLETE, debug: true })).toEqual(COMPLETE);
    const full = { ...COMPLETE, cognitoEndpoint: 'http://127.0.0.1:9', checkpointKey: 'PEM' };
    expect(readConfiguration(full)).toEqual(full);
  });

  test.each(Object.keys(COMPLETE))('is refused without %s, by name', (name) => {
    const others = Object.entries(COMPLETE).filter(([one]) => one !== name);
    expect(() => readConfiguration(Object.fromEntries(others))).toThrow(
      `config.json lacks ${name}`,
    );
    expect(() => readConfiguration({ ...COMPLETE, [name]: 7 })).toThrow(TypeError);
    expect(() => readConfiguration(null)).toThrow(TypeError);
  });
});

describe('the headers of the console', () => {
  test('name the origins it may talk to, and allow nothing inline', () => {
    const policy = securityHeaders(['https://a.example', 'https://b.example'])[
      'content-security-policy'
    ];
    expect(policy?.split('; ')).toContain("connect-src 'self' https://a.example https://b.example");
    expect(policy).not.toMatch(/unsafe|data:|\*/);
  });

  test('forbid frames, plug-ins, other bases, other forms, and text that becomes script', () => {
    const headers = securityHeaders([]);
    expect(headers['content-security-policy']?.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "connect-src 'self'",
      ]),
    );
    expect(headers['x-frame-options']).toBe('DENY');
  });

  test('let nothing be kept but what is named by its content; over TLS it is TLS for good', () => {
    expect(cacheControl('/assets/index-3fa9.js')).toContain('immutable');
    for (const path of ['/', '/index.html', '/config.json', '/mark.svg']) {
      expect(cacheControl(path)).toBe('no-store');
    }
    expect(TRANSPORT_HEADERS['strict-transport-security']).toMatch(/^max-age=\d{8,}/);
    expect(securityHeaders([])).not.toHaveProperty('strict-transport-security');
  });
});
