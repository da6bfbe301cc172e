import { configured, constant } from '../configuration.ts';
import { TOKEN_FORMATS } from '../../functions/vault/data-classes.ts';
import { exported, NOT_ON_AWS, notMet, notVerified, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';
const NORMS = `${VAULT}/norms.test.ts`;

/** The Tokenization Product Security Guidelines, as five demands that can be tested. */
export const TOKENIZATION: readonly Requirement[] = [
  {
    id: 'T1',
    demand:
      'Random tokens come from a cryptographic source of randomness and do not depend on the value.',
    controls: [
      ...exported('functions/vault/random.ts', 'SECURE_RANDOM', 'drawText'),
      ...exported('functions/vault/token.ts', 'opaqueToken'),
    ],
    tests: [
      ...shownIn(NORMS, 'an OPAQUE or UUID token of %s does not depend on it at all'),
      ...shownIn(
        `${VAULT}/token.test.ts`,
        'draws every character from the whole alphabet, so it holds more than 128 bits',
      ),
    ],
    settings: [constant('TOKEN_FORMATS', 'functions/vault/data-classes.ts', TOKEN_FORMATS)],
    gaps: [],
  },
  {
    id: 'T2',
    demand:
      'A format-preserving token of a PAN leaves six digits open at least, fails Luhn, is never the PAN, and stands for one value.',
    controls: [
      ...exported('functions/vault/pan.ts', 'PAN'),
      ...exported('functions/vault/settings.ts', 'readTenantSettings'),
      ...exported('functions/vault/transaction.ts', 'createCommit'),
    ],
    tests: [
      ...shownIn(
        NORMS,
        'with %s at least six digits of a PAN are open to whoever knows its token',
        'a format-preserving token of %s depends on nothing but what it is said to keep',
      ),
      ...shownIn(
        `${VAULT}/format-preserving.test.ts`,
        'is never a valid value of any class that has invalid ones, never its plaintext',
        'keeps the first six, too, where the tenant chose so and six digits stay hidden',
      ),
      ...shownIn(`${VAULT}/tokenize.test.ts`, 'draws again when a token is taken, whoever has it'),
      ...shownIn(
        `${VAULT}/issue.test.ts`,
        'a format-preserving token that was erased is never drawn again',
      ),
    ],
    settings: [configured('tenantSettings')],
    gaps: [],
  },
  {
    id: 'T3',
    demand: 'Tokens can be told from PANs, and no token is taken for none.',
    controls: [
      ...exported('functions/vault/token.ts', 'isToken'),
      ...exported('client/token.ts', 'isToken'),
    ],
    tests: [
      ...shownIn(
        'test/client/token.test.ts',
        'has no false negative: every token of the vault is one',
        'judges as the vault does: tokens, tokens changed in a place, and anything else',
      ),
      ...shownIn(
        `${VAULT}/format-preserving.test.ts`,
        'is never a valid value of any class that has invalid ones, never its plaintext',
      ),
    ],
    settings: [],
    gaps: [
      notMet(
        'The recogniser knows OPAQUE tokens. A format-preserving one is told from a PAN by failing Luhn, and a UUID from other UUIDs by the vault alone.',
      ),
    ],
  },
  {
    id: 'T4',
    demand: 'Every detokenization is recorded, and bounded for each who asks.',
    controls: [
      ...exported('functions/vault/audit.ts', 'createAudit'),
      ...exported('functions/vault/budgets.ts', 'createBudgets'),
      ...exported('functions/vault/equality-budget.ts', 'createEqualityBudget'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/audit.test.ts`,
        'keeps a plaintext in if its release cannot be recorded',
      ),
      ...shownIn(
        `${VAULT}/budgets.test.ts`,
        'of an actor are given out exactly to 100 of his requests at once, in four processes',
        'are taken before anything is decrypted, and only by what may be released',
      ),
      ...shownIn(
        `${VAULT}/known-token.test.ts`,
        'counts new and known values and questions alike, per actor and hour',
      ),
    ],
    settings: [configured('budgets'), configured('equalityBudgetPerHour')],
    gaps: [NOT_ON_AWS],
  },
  {
    id: 'T5',
    demand: 'Nobody gets tokens together with their PANs in bulk without a grant.',
    controls: [
      ...exported('functions/vault/approvals.ts', 'createApprovals'),
      ...exported('functions/vault/permit.ts', 'permit'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/approvals.test.ts`,
        'are needed for more plaintexts at once than one may have alone',
        'are given out exactly, to 100 uses at once in four processes',
      ),
      ...shownIn(
        `${VAULT}/approval-requests.test.ts`,
        'are never one’s own, by whatever name, nor those of a service',
      ),
      ...shownIn(
        'test/e2e/approval.test.ts',
        'release more at once than one of them may, until the grant ends',
      ),
    ],
    settings: [configured('bulkReleaseItems')],
    gaps: [
      notVerified('Below the bound of bulk, and within his budget, an actor needs no grant.'),
      NOT_ON_AWS,
    ],
  },
];

/** NIST SP 800-38G, as far as it concerns a vault that does not encrypt to a format. */
export const FORMAT_PRESERVING_ENCRYPTION: readonly Requirement[] = [
  {
    id: 'SP 800-38G',
    demand:
      'Where values are encrypted to their own format, it is by FF1 over a domain of 1,000,000 at least; FF3 and FF3-1 are not used.',
    controls: [
      ...exported('functions/vault/pan.ts', 'PAN'),
      ...exported('functions/vault/random.ts', 'drawText'),
    ],
    tests: [
      ...shownIn(
        NORMS,
        'a format-preserving token of %s depends on nothing but what it is said to keep',
      ),
      ...shownIn(
        `${VAULT}/format-preserving.test.ts`,
        'does not depend on what it does not keep: two draws differ',
      ),
    ],
    settings: [],
    gaps: [
      notVerified(
        'Not applicable: format-preserving tokens are drawn at random and kept in the vault; no value is encrypted to a format, so neither FF1 nor FF3 is here.',
      ),
    ],
  },
];
