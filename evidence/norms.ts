import type { Norm } from './requirement.ts';
import { ACCESS } from './requirements/pci-access.ts';
import { KEPT_TRAIL } from './requirements/pci-audit-keeping.ts';
import { RECORDED_EVENTS } from './requirements/pci-audit.ts';
import { KEYS } from './requirements/pci-keys.ts';
import { PROCESS } from './requirements/pci-process.ts';
import { STORED_DATA } from './requirements/pci-stored-data.ts';
import { FORMAT_PRESERVING_ENCRYPTION, TOKENIZATION } from './requirements/tokenization.ts';

/** All norms that the pack holds this repository against. */
export const NORMS: readonly Norm[] = [
  {
    title: 'PCI DSS v4.0.1',
    basis:
      'The demands are our short words for the requirements of this number, known through secondary sources, 3.2.1, 6.2.4, 11.3 and 11.4 from memory. Requirements that are not listed were not looked at.',
    requirements: [
      ...STORED_DATA,
      ...KEYS,
      ...ACCESS,
      ...RECORDED_EVENTS,
      ...KEPT_TRAIL,
      ...PROCESS,
    ],
  },
  {
    title: 'PCI Tokenization Product Security Guidelines v1.0 (2015)',
    basis:
      'An information supplement, not a standard. Its full text was not read: T1 to T5 are our numbers for demands that summaries of it make.',
    requirements: TOKENIZATION,
  },
  {
    title: 'NIST SP 800-38G',
    basis:
      'In force: the edition of 2016. Known of revision 1 is its second public draft of 3 February 2025, which removes the FF3 family; whether it became final was not verified.',
    requirements: FORMAT_PRESERVING_ENCRYPTION,
  },
];
