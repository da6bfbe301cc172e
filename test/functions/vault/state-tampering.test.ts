import { STATES, TOMBSTONES } from './tampering/states.ts';
import { describeTampering } from './tampering/suite.ts';

describe('what the vault keeps of the life of a token, touched:', () => {
  describeTampering([...STATES, ...TOMBSTONES]);
});
