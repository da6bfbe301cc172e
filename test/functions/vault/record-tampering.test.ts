import { FINGERPRINTS, RECORDS } from './tampering/records.ts';
import { describeTampering } from './tampering/suite.ts';

describe('what the vault keeps of a value, touched:', () => {
  describeTampering([...RECORDS, ...FINGERPRINTS]);
});
