import type { Tenant } from '../../../functions/vault/identity.ts';
import { DEFAULT_SETTINGS, readTenantSettings } from '../../../functions/vault/settings.ts';

const ACME = 'acme' as Tenant;
const CANARY = 'canary-7f3a';

const read = (settings: unknown) =>
  readTenantSettings({ TENANT_SETTINGS: JSON.stringify(settings) });
const ofAcme = (settings: unknown) => read({ acme: settings })(ACME);

const custom = (change: object) => ({
  customClasses: {
    badge: { pattern: 'B[0-9]{9}', maxBytes: 10, mask: { keepLast: 2 }, ...change },
  },
});

test('without the variable, or without an entry, a tenant has the defaults', () => {
  expect(readTenantSettings({})(ACME)).toBe(DEFAULT_SETTINGS);
  expect(read({ globex: { panKeeps: 'BIN_SIX_LAST_FOUR' } })(ACME)).toBe(DEFAULT_SETTINGS);
  expect(ofAcme({})).toEqual(DEFAULT_SETTINGS);
});

test('each tenant has its own', () => {
  const settings = read({
    acme: { deterministic: ['SSN', 'PHONE'] },
    globex: { panKeeps: 'BIN_SIX_LAST_FOUR', ...custom({}) },
  });
  expect(settings(ACME).deterministic).toEqual(new Set(['SSN', 'PHONE']));
  expect(settings(ACME).panKeeps).toBe('LAST_FOUR');
  expect(settings('globex' as Tenant).panKeeps).toBe('BIN_SIX_LAST_FOUR');
  expect([...settings('globex' as Tenant).customClasses.keys()]).toEqual(['badge']);
});

describe('the start is refused, naming variable and rule but not what was found, for', () => {
  test.each<[string, unknown]>([
    ['a list of tenants', []],
    ['a word for the tenants', CANARY],
    ['null for the tenants', null],
    ['a tenant by another name', { [`X-${CANARY}`]: {} }],
    ['a tenant without settings', { acme: null }],
    ['a list for a tenant', { acme: [] }],
    ['a misspelt setting', { acme: { [CANARY]: true } }],
    ['eight digits of BIN', { acme: { panKeeps: 'BIN_EIGHT_LAST_FOUR' } }],
    ['one word for deterministic', { acme: { deterministic: 'SSN' } }],
    ['a deterministic CVC', { acme: { deterministic: ['CVC'] } }],
    ['a deterministic date of birth', { acme: { deterministic: ['DATE_OF_BIRTH'] } }],
    ['a deterministic routing number', { acme: { deterministic: ['ROUTING_NUMBER'] } }],
    ['consent that PAN does not need', { acme: { deterministic: ['PAN'] } }],
    ['an unknown class', { acme: { deterministic: [CANARY] } }],
    ['an unknown class of its own', { acme: { deterministic: [`CUSTOM:${CANARY}`] } }],
    ['CUSTOM without a name', { acme: { deterministic: ['CUSTOM'] } }],
    ['a name with PAN', { acme: { deterministic: ['PAN:badge'], ...custom({}) } }],
    ['a prototype’s name', { acme: { deterministic: ['__proto__', 'toString'] } }],
    [
      'a deterministic class of fewer than 10^8 values',
      {
        acme: {
          deterministic: ['CUSTOM:badge'],
          ...custom({ maxBytes: 7, alphabet: '0123456789' }),
        },
      },
    ],
    [
      'a deterministic class whose pattern leaves 10^4 values',
      { acme: { deterministic: ['CUSTOM:badge'], ...custom({ pattern: '^L[0-9]{4}$' }) } },
    ],
    [
      'a deterministic class whose values cannot be counted',
      { acme: { deterministic: ['CUSTOM:badge'], ...custom({ pattern: '\\b[0-9]{10}' }) } },
    ],
    ['a list of custom classes', { acme: { customClasses: [{}] } }],
    ['a custom class by a bad name', { acme: { customClasses: { 'a:b': {} } } }],
    ['an unknown member', { acme: custom({ [CANARY]: 1 }) }],
    ['no pattern', { acme: custom({ pattern: '' }) }],
    ['a pattern of 1,001 characters', { acme: custom({ pattern: 'a'.repeat(1001) }) }],
    ['a back reference, which RE2 lacks', { acme: custom({ pattern: `(${CANARY})\\1` }) }],
    ['a look-ahead, which RE2 lacks', { acme: custom({ pattern: `(?=${CANARY})` }) }],
    ['a repetition beyond RE2', { acme: custom({ pattern: '(a{1000}){1000}' }) }],
    ['maxBytes 0', { acme: custom({ maxBytes: 0 }) }],
    ['maxBytes 4097', { acme: custom({ maxBytes: 4097 }) }],
    ['maxBytes in words', { acme: custom({ maxBytes: '10' }) }],
    ['no mask', { acme: custom({ mask: undefined }) }],
    ['a mask that keeps five', { acme: custom({ mask: { keepLast: 5 } }) }],
    ['a mask that keeps the first', { acme: custom({ mask: { keepFirst: 1, keepLast: 1 } }) }],
    ['an alphabet of one', { acme: custom({ alphabet: 'a' }) }],
    ['an alphabet with a character twice', { acme: custom({ alphabet: 'abca' }) }],
    ['an alphabet with a space', { acme: custom({ alphabet: 'ab ' }) }],
    ['an alphabet beyond ASCII', { acme: custom({ alphabet: 'abé' }) }],
    ['a format without an alphabet', { acme: custom({ formatPreserving: true }) }],
    ['a format of yes', { acme: custom({ formatPreserving: 'yes', alphabet: 'ab' }) }],
    ['an unknown group', { acme: custom({ purposes: { [CANARY]: ['LEGAL'] } }) }],
    ['an unknown purpose', { acme: custom({ purposes: { support: [CANARY] } }) }],
    ['no purposes for a group', { acme: custom({ purposes: { support: [] } }) }],
  ])('%s', (_what, settings) => {
    expect(() => read(settings)).toThrow(/^Environment variable TENANT_SETTINGS must [^]*\.$/);
    expect(() => read(settings)).toThrow(expect.objectContaining({ name: 'TypeError' }) as Error);
    expect(() => read(settings)).not.toThrow(CANARY);
  });

  test('what makes a class unfit to be deterministic, in words of its own', () => {
    const start = (pattern: string) => () =>
      ofAcme({ deterministic: ['CUSTOM:badge'], ...custom({ pattern }) });
    expect(start('[0-9]{7}')).toThrow('pattern, alphabet and maxBytes leave 10^8 values or more');
    expect(start('\\b[0-9]{10}')).toThrow('whose values can be counted');
    expect(start('[0-9]{9}')).toThrow('10^8 values or more behind each mask');
    expect(start('[0-9]{10}')).not.toThrow();
  });

  test('what is no JSON', () => {
    expect(() => readTenantSettings({ TENANT_SETTINGS: `{${CANARY}` })).toThrow(
      /^Environment variable TENANT_SETTINGS must be JSON\.$/,
    );
  });
});
