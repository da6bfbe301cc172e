import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { PASSWORD, createUser, signIn, startFixture } from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

const NEXT_PASSWORD = 'Another-Horse-8-Battery';

interface Message {
  readonly username: string;
  readonly kind: string;
  readonly text: string;
}

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(async () => {
  await fixture.stop();
});

const outboxPath = () => join(fixture.dataDir, 'cognito-outbox.json');

function messagesTo(username: string): Message[] {
  const messages = JSON.parse(readFileSync(outboxPath(), 'utf8')) as Message[];
  return messages.filter((message) => message.username === username);
}

function forget(Username: string) {
  return fixture.anyone().forgotPassword({ ClientId: fixture.clientId, Username });
}

function confirm(Username: string, ConfirmationCode: string, Password = NEXT_PASSWORD) {
  const { clientId: ClientId } = fixture;
  return fixture.anyone().confirmForgotPassword({ ClientId, Username, ConfirmationCode, Password });
}

describe('a forgotten password', () => {
  it('is replaced with the code from the outbox, which only its owner reads', async () => {
    await createUser(fixture, 'ada');
    const { CodeDeliveryDetails } = await forget('ada');
    expect(CodeDeliveryDetails).toMatchObject({
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    const [message] = messagesTo('ada');
    expect(message?.kind).toBe('reset-code');
    expect(message?.text).toMatch(/^\d{6}$/);
    expect(statSync(outboxPath()).mode & 0o777).toBe(0o600);
    await confirm('ada', message?.text ?? '');
    await expect(signIn(fixture, 'ada', NEXT_PASSWORD)).resolves.toBeDefined();
    await expect(signIn(fixture, 'ada', PASSWORD)).rejects.toThrow('Incorrect');
    expect(messagesTo('ada')).toEqual([]);
  });

  it('has a code that works once', async () => {
    await createUser(fixture, 'bea');
    await forget('bea');
    const code = messagesTo('bea')[0]?.text ?? '';
    await confirm('bea', code);
    await expect(confirm('bea', code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  it('has a code that works for an hour', async () => {
    await createUser(fixture, 'cleo');
    await forget('cleo');
    const code = messagesTo('cleo')[0]?.text ?? '';
    fixture.clock.advance(3_600_001);
    await expect(confirm('cleo', code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  it('has a code that cannot be guessed', async () => {
    await createUser(fixture, 'dora');
    await forget('dora');
    const code = messagesTo('dora')[0]?.text ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(confirm('dora', wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(confirm('dora', code)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('keeps its code when the new password does not conform', async () => {
    await createUser(fixture, 'edda');
    await forget('edda');
    const code = messagesTo('edda')[0]?.text ?? '';
    await expect(confirm('edda', code, 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await confirm('edda', code);
  });

  it('of somebody absent answers as that of a user does', async () => {
    const [first, again] = [await forget('nobody'), await forget('nobody')];
    expect(first.CodeDeliveryDetails).toEqual(again.CodeDeliveryDetails);
    expect(first.CodeDeliveryDetails?.Destination).toMatch(/^[a-z]\*{3}@[a-z]\*{3}$/);
    expect(messagesTo('nobody')).toEqual([]);
    await expect(confirm('nobody', '123456')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
  });
});

describe('a reset by an administrator', () => {
  it('voids the password until the user chose another with the code', async () => {
    await createUser(fixture, 'faye');
    const who = { UserPoolId: fixture.userPoolId, Username: 'faye' };
    await fixture.admin().adminResetUserPassword(who);
    await expect(signIn(fixture, 'faye')).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
    await confirm('faye', messagesTo('faye')[0]?.text ?? '');
    await expect(signIn(fixture, 'faye', NEXT_PASSWORD)).resolves.toBeDefined();
  });
});

describe('a temporary password', () => {
  it('is generated, sent to the outbox and good until it expires', async () => {
    const who = { UserPoolId: fixture.userPoolId, Username: 'gina' };
    await fixture.admin().adminCreateUser(who);
    const [message] = messagesTo('gina');
    expect(message?.kind).toBe('temporary-password');
    const { ChallengeName } = await signIn(fixture, 'gina', message?.text);
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    fixture.clock.advance(7 * 24 * 3_600_000);
    await expect(signIn(fixture, 'gina', message?.text)).rejects.toMatchObject({
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });
});
