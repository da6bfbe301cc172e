import { STSClient } from '@aws-sdk/client-sts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callerRole } from '../../../examples/orders/function/caller-role.ts';

const ROLE = 'arn:aws:iam::222222222222:role/tokenization-production-orders-caller';
const BEGIN = Date.parse('2026-06-01T00:00:00Z');
const HOUR_MS = 3_600_000;

const answerOf = (session: number, endsAt: number): string =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIA${session}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
<SessionToken>session-${session}</SessionToken><Expiration>${new Date(endsAt).toISOString()}</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`;

describe('the role that the order function becomes', () => {
  const asked: string[] = [];
  let [now, isRefusing] = [BEGIN, false];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(Buffer.concat(chunks).toString());
      response.setHeader('content-type', 'text/xml');
      response.writeHead(isRefusing ? 403 : 200);
      response.end(isRefusing ? '<ErrorResponse/>' : answerOf(asked.length, now + HOUR_MS));
    });
  });
  let sts: STSClient;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    sts = new STSClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
  });
  beforeEach(() => {
    asked.length = 0;
    [now, isRefusing] = [BEGIN, false];
  });
  afterAll(() => {
    sts.destroy();
    server.close();
  });

  const become = () => callerRole(sts, ROLE, () => new Date(now));

  test('is asked for by its name, once for all requests that come together', async () => {
    const credentials = become();
    const [one, another] = await Promise.all([credentials(), credentials()]);
    expect(one).toEqual({
      ...{ accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'session-1' },
    });
    expect(another).toEqual(one);
    expect(asked).toHaveLength(1);
    expect(new URLSearchParams(asked[0]).get('RoleArn')).toBe(ROLE);
  });

  test('is kept until shortly before its session ends, and then asked for once more', async () => {
    const credentials = become();
    await credentials();
    now = BEGIN + HOUR_MS - 5 * 60_000 - 1;
    expect(await credentials()).toMatchObject({ sessionToken: 'session-1' });
    now += 1;
    const renewed = await Promise.all([credentials(), credentials(), credentials()]);
    expect(new Set(renewed.map(({ sessionToken }) => sessionToken))).toEqual(
      new Set(['session-2']),
    );
    expect(asked).toHaveLength(2);
  });

  test('is asked for again after it was refused', async () => {
    const credentials = become();
    isRefusing = true;
    await expect(credentials()).rejects.toThrow();
    isRefusing = false;
    expect(await credentials()).toMatchObject({ accessKeyId: 'ASIA2' });
  });
});
