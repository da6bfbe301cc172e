import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { decodeProtectedHeader } from 'jose';

import { startCognito } from '../../../local/cognito/service.ts';
import {
  PASSPHRASE,
  PASSWORD,
  REGION,
  createUser,
  signIn,
  startFixture,
  tokensOf,
} from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
  await createUser(fixture, 'ada');
});

afterAll(async () => {
  await fixture.stop();
});

function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 of the same bytes looks different at each of three offsets.
  const encoded = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, bytes.toString('hex'), bytes.toString('base64url'), ...encoded];
}

function findAnywhere(secret: string): string[] {
  const contents = readdirSync(fixture.dataDir).map((name) =>
    readFileSync(join(fixture.dataDir, name), 'latin1'),
  );
  return forms(secret).filter((form) => contents.some((content) => content.includes(form)));
}

describe('a restart', () => {
  it('keeps users, sign-ins and the signing key', async () => {
    const { idToken, accessToken, refreshToken } = await tokensOf(fixture, 'ada');
    await fixture.restart();
    const again = await tokensOf(fixture, 'ada');
    expect(decodeProtectedHeader(again.idToken)).toEqual(decodeProtectedHeader(idToken));
    await expect(fixture.anyone().getUser({ AccessToken: accessToken })).resolves.toMatchObject({
      Username: 'ada',
    });
    const { clientId: ClientId } = fixture;
    await expect(
      fixture.anyone().getTokensFromRefreshToken({ ClientId, RefreshToken: refreshToken }),
    ).resolves.toBeDefined();
  });

  it('keeps a revocation', async () => {
    const { refreshToken } = await tokensOf(fixture, 'ada');
    const { clientId: ClientId } = fixture;
    await fixture.anyone().revokeToken({ ClientId, Token: refreshToken });
    await fixture.restart();
    await expect(
      fixture.anyone().getTokensFromRefreshToken({ ClientId, RefreshToken: refreshToken }),
    ).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
  });

  it('with another passphrase is refused', async () => {
    const start = startCognito({
      dataDir: fixture.dataDir,
      port: 0,
      passphrase: `${PASSPHRASE}!`,
      region: REGION,
      accessKeys: [],
    });
    await expect(start).rejects.toThrow('does not open');
  });
});

describe('the folder', () => {
  it('holds no password, token, software token secret or code in any form', async () => {
    const { accessToken, refreshToken, idToken } = await tokensOf(fixture, 'ada');
    const { SecretCode = '' } = await fixture
      .anyone()
      .associateSoftwareToken({ AccessToken: accessToken });
    for (const secret of [PASSWORD, refreshToken, accessToken, idToken, SecretCode]) {
      expect(secret).not.toBe('');
      expect(findAnywhere(secret)).toEqual([]);
    }
    expect(findAnywhere('ada@example.com')).toEqual([]);
    expect(findAnywhere('privateJwk')).toEqual([]);
  });

  it('has files that only their owner reads', () => {
    for (const name of readdirSync(fixture.dataDir)) {
      expect(statSync(join(fixture.dataDir, name)).mode & 0o077).toBe(0);
    }
  });

  it('does not grow with sign-ins beyond the hundred of each user', async () => {
    const size = () => statSync(join(fixture.dataDir, 'cognito.sealed')).size;
    const first = await tokensOf(fixture, 'ada');
    for (let round = 0; round < 100; round += 1) await signIn(fixture, 'ada');
    const full = size();
    await signIn(fixture, 'ada');
    expect(size()).toBe(full);
    await expect(
      fixture.anyone().getUser({ AccessToken: first.accessToken }),
    ).rejects.toMatchObject({ message: 'Access Token has been revoked' });
    fixture.clock.advance(31 * 24 * 3_600_000);
    await signIn(fixture, 'ada');
    expect(size()).toBeLessThan(full / 2);
  });
});
