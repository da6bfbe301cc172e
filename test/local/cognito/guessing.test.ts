import { createThrottle } from '../../../local/cognito/throttle.ts';
import { respond, startSrp } from './srp-client.ts';
import {
  PASSWORD,
  createAppClient,
  createMovableClock,
  createUser,
  signIn,
  startFixture,
} from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

const WRONG = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const LOCKED = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(async () => {
  await fixture.stop();
});

async function fail(username: string, times: number): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) {
    await expect(signIn(fixture, username, 'Wrong-Horse-7-Battery')).rejects.toMatchObject(WRONG);
  }
}

describe('guessing passwords', () => {
  it.each([
    ['a user', 'ada'],
    ['somebody absent', 'nobody'],
  ])('of %s is locked after five failures, for twice as long each time', async (_, name) => {
    if (name === 'ada') await createUser(fixture, name);
    await fail(name, 5);
    await expect(signIn(fixture, name)).rejects.toMatchObject(LOCKED);
    fixture.clock.advance(1_001);
    await fail(name, 1);
    fixture.clock.advance(1_001);
    await expect(signIn(fixture, name)).rejects.toMatchObject(LOCKED);
    fixture.clock.advance(1_001);
    const answer = await signIn(fixture, name).catch((error: unknown) => error);
    const expected = name === 'ada' ? { AuthenticationResult: { TokenType: 'Bearer' } } : WRONG;
    expect(answer).toMatchObject(expected);
  });

  it('is counted over passwords and SRP together', async () => {
    await createUser(fixture, 'bea');
    await fail('bea', 3);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { claim } = await startSrp(fixture, 'bea');
      await expect(respond(fixture, claim('wrong'))).rejects.toMatchObject(WRONG);
    }
    await expect(startSrp(fixture, 'bea')).rejects.toMatchObject(LOCKED);
  });

  it('cannot run ahead with challenges that were opened before the lock', async () => {
    await createUser(fixture, 'cleo');
    const starts = await Promise.all(Array.from({ length: 7 }, () => startSrp(fixture, 'cleo')));
    const answers = await Promise.allSettled(
      starts.map(({ claim }) => respond(fixture, claim('wrong'))),
    );
    const reasons = answers.map((answer) => ('reason' in answer ? String(answer.reason) : ''));
    expect(reasons.filter((reason) => reason.includes('exceeded'))).toHaveLength(2);
  });

  it('is forgiven by a success', async () => {
    await createUser(fixture, 'dora');
    await fail('dora', 4);
    await signIn(fixture, 'dora');
    await fail('dora', 4);
    await expect(signIn(fixture, 'dora')).resolves.toBeDefined();
  });
});

describe('an app client that tells who exists', () => {
  it('answers UserNotFoundException to a name that nobody has', async () => {
    const settings = { PreventUserExistenceErrors: 'LEGACY' as const };
    const clientId = await createAppClient(fixture.admin(), fixture.userPoolId, settings);
    await expect(signIn({ ...fixture, clientId }, 'absent', PASSWORD)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });
});

describe('a throttle', () => {
  it('locks for 15 minutes at most, and forgives after 15 quiet ones', () => {
    const clock = createMovableClock();
    const throttle = createThrottle(clock.now);
    for (let failure = 0; failure < 40; failure += 1) throttle.failed('key');
    clock.advance(899_000);
    expect(throttle.locked('key')).toBe(true);
    clock.advance(2_000);
    expect(throttle.locked('key')).toBe(false);
    clock.advance(900_000);
    for (let failure = 0; failure < 4; failure += 1) throttle.failed('key');
    expect(throttle.locked('key')).toBe(false);
  });

  it('forgets the oldest key beyond its capacity', () => {
    const throttle = createThrottle(createMovableClock().now, 2);
    for (const key of ['a', 'b', 'c']) {
      for (let failure = 0; failure < 6; failure += 1) throttle.failed(key);
    }
    expect(['a', 'b', 'c'].map((key) => throttle.locked(key))).toEqual([false, true, true]);
  });
});
