import { admit } from '../../../functions/vault/data-classes.ts';
import type { BuiltInClass } from '../../../functions/vault/data-classes.ts';
import { VaultError } from '../../../functions/vault/errors.ts';
import { BBAN_RUNS } from '../../../functions/vault/iban-registry.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { DEFAULT_SETTINGS } from '../../../functions/vault/settings.ts';

const NOW = new Date('2026-06-15T12:00:00Z');

const admitted = (dataClass: BuiltInClass, value: string, now = NOW) =>
  admit(
    { dataClass, customClass: null, format: 'OPAQUE', plaintext: new Plaintext(value) },
    DEFAULT_SETTINGS,
    now,
  );

const isRefused = (dataClass: BuiltInClass, value: string, now?: Date) => {
  try {
    admitted(dataClass, value, now);
    return false;
  } catch (error) {
    expect(error).toEqual(new VaultError('INVALID_PLAINTEXT'));
    return true;
  }
};

describe('refused', () => {
  test.each<[BuiltInClass, string, string]>([
    ['PAN', 'fails Luhn', '4111111111111112'],
    ['PAN', '11 digits', '00000000000'],
    ['PAN', '20 digits', '00000000000000000000'],
    ['PAN', 'letters', '4111a1111111111111'],
    ['PAN', 'full-width digits', '４１１１１１１１１１１１１１１１'],
    ['PAN', 'Arabic digits', '٤١١١١١١١١١١١١١١١'],
    ['PAN', 'a Cyrillic look-alike for a digit', '411111111111111З'],
    ['PAN', 'no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
    ['PAN', 'a trailing line feed', '4111111111111111\n'],
    ['CVC', '2 digits', '12'],
    ['CVC', '5 digits', '12345'],
    ['CVC', 'a space', '12 3'],
    ['CVC', 'Arabic digits', '١٢٣'],
    ['SSN', 'area 000', '000-12-3456'],
    ['SSN', 'area 666', '666-12-3456'],
    ['SSN', 'area 900', '900-12-3456'],
    ['SSN', 'group 00', '219-00-9999'],
    ['SSN', 'serial 0000', '219-09-0000'],
    ['SSN', '8 digits', '21909999'],
    ['IBAN', 'a wrong check digit', 'DE89370400440532013001'],
    ['IBAN', 'two digits swapped', 'DE89370400440532010300'],
    ['IBAN', 'a digit less', 'DE8937040044053201300'],
    ['IBAN', 'a country without IBANs', 'US12370400440532013000'],
    ['IBAN', 'letters where the country has digits', 'DE8937040044053201300A'],
    ['IBAN', 'check digits 00, congruent though they are', 'DE00370400440532010043'],
    ['IBAN', 'a dotless i that folds to I', 'ıE29AIBK93115212345678'],
    ['IBAN', 'hyphens', 'DE89-3704-0044-0532-0130-00'],
    ['BANK_ACCOUNT', '3 digits', '123'],
    ['BANK_ACCOUNT', '18 digits', '123456789012345678'],
    ['BANK_ACCOUNT', 'a letter', '12345A'],
    ['ROUTING_NUMBER', 'fails the ABA check', '021000022'],
    ['ROUTING_NUMBER', 'an unassigned prefix that passes the check', '990000000'],
    ['ROUTING_NUMBER', '8 digits', '02100002'],
    ['EMAIL', 'no domain', 'ada@'],
    ['EMAIL', 'no local part', '@example.org'],
    ['EMAIL', 'one label', 'ada@localhost'],
    ['EMAIL', 'two dots in a row', 'ada..l@example.org'],
    ['EMAIL', 'a leading hyphen in a label', 'ada@-example.org'],
    ['EMAIL', 'an unquoted space', 'ada l@example.org'],
    ['EMAIL', 'a homoglyph in the local part', 'аda@example.org'],
    ['EMAIL', 'an address literal', 'ada@[192.0.2.1]'],
    ['EMAIL', 'an address without brackets', 'ada@192.0.2.1'],
    ['EMAIL', 'an address in full-width digits', 'ada@１９２.0.2.1'],
    ['EMAIL', 'a percent-encoded international domain', 'ada@b%75cher.exämple'],
    ['EMAIL', 'a port after an international domain', 'ada@bücher.example:25'],
    ['EMAIL', 'a soft hyphen only as a label', 'ada@\u00ad.example'],
    ['EMAIL', 'the reserved domain of tokens', 'ada@example.INVALID'],
    ['EMAIL', 'the reserved domain in full-width letters', 'ada@example.ｉｎｖａｌｉｄ'],
    ['EMAIL', 'a local part of 65 characters', `${'a'.repeat(65)}@example.org`],
    ['EMAIL', '255 characters', `a@${'b'.repeat(49)}.${'c.'.repeat(100)}org`],
    ['PHONE', 'no country code', '2125550123'],
    ['PHONE', 'an exit code in place of the plus', '0012125550123'],
    ['PHONE', 'a code of an unassigned zone', '+8901234567'],
    ['PHONE', 'too few digits for its country', '+1212555'],
    ['PHONE', 'an area code that is not in the plan', '+11115550123'],
    ['PHONE', 'an extension', '+12125550123 ext. 5'],
    ['PHONE', 'letters', '+1800FLOWERS'],
    ['PHONE', 'Arabic digits', '+١٢١٢٥٥٥٠١٢٣'],
    ['NAME', 'white space only', ' \t\u00a0'],
    ['NAME', 'no letter', '12345'],
    ['NAME', '201 characters', 'a'.repeat(201)],
    ['NAME', 'a control character', 'Ada\u0000Lovelace'],
    ['NAME', 'a direction override', 'Ada\u202eecalevoL'],
    ['NAME', 'a lone surrogate', 'Ada\ud800'],
    ['DATE_OF_BIRTH', 'a day that does not exist', '2023-02-29'],
    ['DATE_OF_BIRTH', 'no leap year by the century rule', '1900-02-29'],
    ['DATE_OF_BIRTH', 'month 13', '2000-13-01'],
    ['DATE_OF_BIRTH', 'day 0', '2000-01-00'],
    ['DATE_OF_BIRTH', 'US order', '12/31/1999'],
    ['DATE_OF_BIRTH', 'a time', '1999-12-31T00:00:00Z'],
    ['DATE_OF_BIRTH', 'the eighteenth century', '1799-12-31'],
    ['DATE_OF_BIRTH', 'a day that begins nowhere on earth yet', '2026-06-17'],
    ['TEXT', 'a lone surrogate', 'a\ud800b'],
    ['TEXT', '4,097 bytes', 'é'.repeat(2048) + 'a'],
  ])('%s: %s', (dataClass, _why, value) => {
    expect(isRefused(dataClass, value)).toBe(true);
  });
});

describe('accepted, as', () => {
  const kept = (value: string): [string, string] => [value, value];

  test.each<[BuiltInClass, string, [string, string]]>([
    ['PAN', '12 digits', kept('000000000000')],
    ['PAN', '19 digits', kept('0000000000000000000')],
    ['PAN', 'without its separators', ['3782 822463-10005', '378282246310005']],
    ['CVC', '4 digits', kept('0000')],
    ['SSN', 'area 899', ['899-99-9999', '899999999']],
    [
      'IBAN',
      'without spaces, in capitals',
      ['gb29 nwbk 6016 1331 9268 19', 'GB29NWBK60161331926819'],
    ],
    ['IBAN', 'the longest, of Russia', kept('RU0304452522540817810538091310419')],
    ['IBAN', 'the shortest, of Norway', kept('NO9386011117947')],
    ['BANK_ACCOUNT', '17 digits', ['0123-4567 890123456', '01234567890123456']],
    ['ROUTING_NUMBER', 'of the Treasury, prefix 00', kept('000000518')],
    ['ROUTING_NUMBER', 'of a bank', ['0210-0002-1', '021000021']],
    ['EMAIL', 'a quoted local part', kept('"ada l"@example.org')],
    ['EMAIL', 'a domain in lower case', ['Ada@Example.ORG', 'Ada@example.org']],
    [
      'EMAIL',
      'an international domain in ASCII',
      ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ],
    ['EMAIL', 'ideographic full stops', ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah']],
    ['EMAIL', 'a local part of 64 characters', kept(`${'a'.repeat(64)}@example.org`)],
    ['EMAIL', '254 characters', kept(`${'a'.repeat(50)}@${'c.'.repeat(100)}org`)],
    ['PHONE', 'as people write it', ['+1 (212) 555-0123', '+12125550123']],
    ['PHONE', 'without the national prefix', ['+44 (0)20 7946 0958', '+442079460958']],
    ['PHONE', 'with a leading zero that belongs to it', ['+39 06.6982', '+39066982']],
    ['PHONE', 'one of the shortest', kept('+6834002')],
    ['NAME', 'with white space folded', ['  Ada \t Lovelace\n', 'Ada Lovelace']],
    ['NAME', 'composed', ['Zoe\u0308', 'Zoë']],
    ['NAME', '200 characters beyond the basic plane', kept('𠮷'.repeat(200))],
    ['DATE_OF_BIRTH', 'a leap day', kept('2000-02-29')],
    ['DATE_OF_BIRTH', 'the first day', kept('1800-01-01')],
    ['DATE_OF_BIRTH', 'today where it is tomorrow', kept('2026-06-16')],
    ['TEXT', '4,096 bytes', kept('é'.repeat(2048))],
    ['TEXT', 'what it was, white space too', kept(' 𝒳😀\u0000\n')],
  ])('%s: %s', (dataClass, _what, [received, normal]) => {
    expect(admitted(dataClass, received).plaintext.expose()).toBe(normal);
  });
});

describe('IBAN registry', () => {
  const lengthOf = (country: string) =>
    (BBAN_RUNS.get(country) ?? []).reduce((sum, { length }) => sum + length, 4);

  /** Total lengths, written down a second time: a changed table must be changed here too. */
  const LENGTHS =
    'AL28 AD24 AT20 AZ28 BH22 BE16 BA20 BR29 BG22 BY28 BI27 CR22 HR21 CY28 CZ24 DK18 DJ27 DO28 TL23 ' +
    'EE20 EG29 SV28 FO18 FI18 FK18 FR27 GE22 DE22 GI23 GR27 GL18 GT28 HN28 HU28 IS26 IQ23 IE22 IL23 ' +
    'IT27 JO30 KZ20 XK20 KW30 LV21 LB28 LI21 LT20 LU20 LY25 MK19 MT31 MR27 MU30 MD24 MC27 MN20 ME22 ' +
    'NI28 NL18 NO15 OM23 PK24 PS29 PL28 PT25 QA29 RO24 RU33 LC32 SM27 ST25 SA24 RS22 SC31 SK24 SI19 ' +
    'SO23 ES24 SD18 SE24 CH21 TN24 TR26 UA29 AE23 GB22 VA22 VG24 YE30';

  test('holds every country that is registered, with its length', () => {
    const expected = LENGTHS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]);
    const held = [...BBAN_RUNS.keys()].map((country) => [country, lengthOf(country)]);
    expect(Object.fromEntries(held)).toEqual(Object.fromEntries(expected));
  });

  /** The registry's own examples, one per kind of structure. */
  test.each([
    'AD1200012030200359100100',
    'AE070331234567890123456',
    'AL47212110090000000235698741',
    'BR1800360305000010009795493C1',
    'CH9300762011623852957',
    'DE89370400440532013000',
    'FR1420041010050500013M02606',
    'GB29NWBK60161331926819',
    'GE29NB0000000101904917',
    'IT60X0542811101000000123456',
    'KZ86125KZT5004100100',
    'LC55HEMM000100010012001200023015',
    'MT84MALT011000012345MTLCAST001S',
    'MU17BOMM0101101030300200000MUR',
    'NL91ABNA0417164300',
    'PL61109010140000071219812874',
    'SC18SSCB11010000000000001497USD',
    'TR330006100519786457841326',
    'VG96VPVG0000012345678901',
    'XK051212012345678906',
  ])('%s is valid', (iban) => {
    expect(isRefused('IBAN', iban)).toBe(false);
  });
});
