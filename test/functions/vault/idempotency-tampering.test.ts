import { GUARDS } from './tampering/guards.ts';
import { describeTampering } from './tampering/suite.ts';

describe('what the vault keeps of a keyed request, touched:', () => {
  describeTampering(GUARDS);
});
