import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { post } from '../support/graphql.ts';
import type { Answer } from '../support/graphql.ts';

const ME = '{ me { id tenant groups } }';
const TOKENIZE =
  'mutation { tokenize(input: { dataClass: EMAIL, plaintext: "iam@e2e.example" }) { token masked } }';

describe('a backend that signs with IAM credentials', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  /** Signs as the SDK does, with the hash that the SDK brings along. */
  const call = async (document: string, changes: { principal?: string; sent?: string } = {}) => {
    const { principal = PRINCIPALS.checkout, sent = document } = changes;
    const credentials = openInstallation(dataDir, false).accessKey(principal);
    const { sha256 } = new DynamoDBClient({ region: REGION }).config;
    const signer = new SignatureV4({ service: 'appsync', region: REGION, credentials, sha256 });
    const { host, hostname, pathname } = new URL(gateway.ready.graphql);
    const signed = await signer.sign({
      ...{ method: 'POST', protocol: 'http:', hostname, path: pathname },
      headers: { host, 'content-type': 'application/json' },
      body: JSON.stringify({ query: document }),
    });
    const headers = { ...signed.headers };
    delete headers.host;
    return post(gateway.ready.graphql, JSON.stringify({ query: sent }), headers);
  };
  const codes = ({ errors }: Answer) => errors.map(({ errorType }) => errorType);

  test('acts for the tenant and groups of its role, whatever its session is called', async () => {
    const { data } = await call(ME);
    expect(data).toEqual({
      me: { id: '000000000000/acme-checkout', tenant: 'acme', groups: ['tokenizers'] },
    });
  });

  test('tokenizes, and may not detokenize', async () => {
    const { data } = await call(TOKENIZE);
    expect(data).toMatchObject({ tokenize: { masked: expect.any(String) as string } });
    const { token } = (data as { tokenize: { token: string } }).tokenize;
    const document = `mutation { detokenize(input: { token: "${token}", purpose: PAYMENT }) { plaintext } }`;
    expect(codes(await call(document))).toEqual(['NOT_AUTHORIZED']);
  });

  test('is refused when the body is not the one that was signed', async () => {
    const answer = await call(ME, { sent: TOKENIZE });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.data).toBeNull();
  });

  test.each([PRINCIPALS.vault, PRINCIPALS.deployer])(
    'is refused with the key of %s, which is none of the API',
    async (principal) => {
      const answer = await call(ME, { principal });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.data).toBeNull();
    },
  );
});
