import { PRIME, respond, startSrp } from './srp-client.ts';
import { PASSWORD, createAppClient, createUser, startFixture } from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

const WRONG = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
  await createUser(fixture, 'ada');
});

afterAll(async () => {
  await fixture.stop();
});

describe('a sign-in by SRP', () => {
  it('succeeds whatever numbers are drawn', async () => {
    for (let round = 0; round < 10; round += 1) {
      const start = await startSrp(fixture, 'ada');
      const { AuthenticationResult } = await respond(fixture, start.claim(PASSWORD));
      expect(AuthenticationResult?.IdToken).toBeDefined();
    }
  });

  it('needs the password: a wrong one is refused', async () => {
    const start = await startSrp(fixture, 'ada');
    await expect(respond(fixture, start.claim(`${PASSWORD}!`))).rejects.toMatchObject(WRONG);
  });

  it('has a challenge that is answered once, also after a wrong answer', async () => {
    const used = await startSrp(fixture, 'ada');
    await respond(fixture, used.claim(PASSWORD));
    await expect(respond(fixture, used.claim(PASSWORD))).rejects.toMatchObject(WRONG);
    const failed = await startSrp(fixture, 'ada');
    await expect(respond(fixture, failed.claim('no'))).rejects.toMatchObject(WRONG);
    await expect(respond(fixture, failed.claim(PASSWORD))).rejects.toMatchObject(WRONG);
  });

  it('has a challenge that one of many simultaneous answers takes', async () => {
    const { claim } = await startSrp(fixture, 'ada');
    const responses = claim(PASSWORD);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => respond(fixture, responses)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('has a challenge that lives three minutes', async () => {
    const alive = await startSrp(fixture, 'ada');
    fixture.clock.advance(179_000);
    await expect(respond(fixture, alive.claim(PASSWORD))).resolves.toBeDefined();
    const late = await startSrp(fixture, 'ada');
    fixture.clock.advance(181_000);
    await expect(respond(fixture, late.claim(PASSWORD))).rejects.toMatchObject(WRONG);
  });

  it('has a challenge that another app client cannot answer', async () => {
    const clientId = await createAppClient(fixture.admin(), fixture.userPoolId);
    const { claim } = await startSrp(fixture, 'ada');
    await expect(respond({ ...fixture, clientId }, claim(PASSWORD))).rejects.toMatchObject(WRONG);
  });

  it('is void when the password changes between challenge and answer', async () => {
    await createUser(fixture, 'bea');
    const { claim } = await startSrp(fixture, 'bea');
    await fixture.admin().adminSetUserPassword({
      UserPoolId: fixture.userPoolId,
      Username: 'bea',
      Password: 'Another-Horse-8-Battery',
      Permanent: true,
    });
    await expect(respond(fixture, claim(PASSWORD))).rejects.toMatchObject(WRONG);
  });

  it.each([
    ['zero', 0n],
    ['the prime', PRIME],
    ['twice the prime', 2n * PRIME],
  ])('refuses a public value that is %s modulo the prime', async (_, value) => {
    const AuthParameters = { USERNAME: 'ada', SRP_A: value.toString(16) };
    await expect(
      fixture.anyone().initiateAuth({
        AuthFlow: 'USER_SRP_AUTH',
        ClientId: fixture.clientId,
        AuthParameters,
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it.each([
    ['one', 1n],
    ['the prime less one', PRIME - 1n],
  ])('survives a public value that is %s', async (_, value) => {
    const { ChallengeParameters: parameters = {} } = await fixture.anyone().initiateAuth({
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: fixture.clientId,
      AuthParameters: { USERNAME: 'ada', SRP_A: value.toString(16) },
    });
    const claim = respond(fixture, {
      USERNAME: 'ada',
      TIMESTAMP: 'x',
      PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK ?? '',
      PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
    });
    await expect(claim).rejects.toMatchObject(WRONG);
  });
});

describe('somebody absent', () => {
  it('gets a salt that stays, a challenge of the same form and the same refusal', async () => {
    const [first, again] = [await startSrp(fixture, 'Nobody'), await startSrp(fixture, 'nobody')];
    const other = await startSrp(fixture, 'somebody');
    const present = await startSrp(fixture, 'ada');
    expect(first.salt).toBe(again.salt);
    expect(first.serverPublic).not.toBe(again.serverPublic);
    expect(other.salt).not.toBe(first.salt);
    expect(first.userId).toBe('nobody');
    expect(first.secretBlock).toHaveLength(present.secretBlock.length);
    await expect(respond(fixture, first.claim(PASSWORD))).rejects.toMatchObject(WRONG);
  });

  it('keeps the salt over a restart', async () => {
    const before = await startSrp(fixture, 'nobody');
    await fixture.restart();
    expect((await startSrp(fixture, 'nobody')).salt).toBe(before.salt);
  });
});
