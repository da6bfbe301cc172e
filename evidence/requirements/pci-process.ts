import { configured } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

/** PCI DSS v4.0.1, 6, 11 and 12: what is asked of development, testing and the answer to incidents. */
export const PROCESS: readonly Requirement[] = [
  {
    id: '6.2.4',
    demand: 'Software withstands common attacks, such as injection and broken access control.',
    controls: [
      ...exported('functions/vault/command.ts', 'readTokenize', 'readDetokenize', 'readBatch'),
      ...exported('functions/vault/errors.ts', 'VaultError'),
    ],
    tests: [
      ...shownIn(
        'test/e2e/hostile.test.ts',
        'never breaks, is never echoed: %s',
        'leaves every process of the gateway as it was, and the gateway at work',
      ),
      ...shownIn(
        'test/e2e/bad-input.test.ts',
        '%s is refused as INVALID_PLAINTEXT',
        'a document nested 5,000 levels deep is refused',
      ),
      ...shownIn(
        'test/functions/vault/answer.test.ts',
        'answers every bad event with a code, and never with what it received',
      ),
    ],
    settings: [
      configured('queryDepthLimit'),
      configured('resolverCountLimit'),
      configured('introspection'),
    ],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '11.3, 11.4',
    demand: 'Vulnerabilities are scanned for, and the system is tested by penetration.',
    controls: [],
    tests: [],
    settings: [],
    gaps: [
      notMet(
        'Nobody tried to penetrate a deployment, and no check compares the dependencies with known vulnerabilities. The list of dependencies in this pack can be fed to one that does.',
      ),
    ],
  },
  {
    id: '12.10.7',
    demand: 'There is a procedure for a PAN that is found where none should be.',
    controls: [...exported('functions/vault/metadata.ts', 'looksSensitive', 'readMetadata')],
    tests: [
      ...shownIn(
        'test/functions/vault/metadata.test.ts',
        'every PAN is found, whatever stands around and between its digits',
        'a number that holds one is refused: %s',
      ),
      ...shownIn(
        'test/functions/vault/audit-hostile.test.ts',
        'holds a PAN in no attribute of any event and in no form, wherever it was sent',
      ),
    ],
    settings: [],
    gaps: [
      notMet(
        'PANs are kept out of free text as it arrives. No procedure is written for one that is found elsewhere.',
      ),
    ],
  },
];
