import { authorize } from '../access-token.ts';
import { passwordFits, requirePolicy, setPassword } from '../password.ts';
import { readText } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import { refuseWhileLocked, requireProof } from '../sign-in.ts';

type Services = Pick<CognitoServices, 'store' | 'clock' | 'signInThrottle' | 'outbox'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html */
export const changePassword =
  (services: Services): Operation =>
  async (input) => {
    const { store, clock, outbox } = services;
    const previous = readText(input, 'PreviousPassword', 1024);
    const password = readText(input, 'ProposedPassword', 1024);
    const { pool, client, user } = await authorize(services, input);
    refuseWhileLocked(services, pool, user.username);
    requirePolicy(pool.passwordPolicy, password);
    const { username, credential } = user;
    const fits = passwordFits(pool, user, previous);
    requireProof(services, { pool, client }, { user, username, credential }, fits);
    setPassword(outbox, { pool, user, password, status: 'CONFIRMED', now: clock() });
    store.save();
    return {};
  };
