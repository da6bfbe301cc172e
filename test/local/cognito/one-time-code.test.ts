import {
  codeOf,
  createSoftwareTokenSecret,
  stepOfCode,
} from '../../../local/cognito/one-time-code.ts';

/** The secret of RFC 6238 appendix B, "12345678901234567890", in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a one-time code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %i is that of RFC 6238', (second, code) => {
    expect(codeOf(RFC_SECRET, Math.floor(second / 30))).toBe(code);
  });

  it('is known by its time step, one step away at most', () => {
    const now = new Date(59_000);
    expect(stepOfCode(RFC_SECRET, '287082', now)).toBe(1);
    expect(stepOfCode(RFC_SECRET, '287082', new Date(89_000))).toBe(1);
    expect(stepOfCode(RFC_SECRET, '287082', new Date(90_000))).toBeNull();
    expect(stepOfCode(RFC_SECRET, '2870820', now)).toBeNull();
  });

  it('comes of a secret of 160 bits', () => {
    expect(createSoftwareTokenSecret()).toMatch(/^[A-Z2-7]{32}$/);
  });
});
