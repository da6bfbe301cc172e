import { SANDBOX } from '../../infra/config/sandbox.ts';
import { validateConfig } from '../../infra/config/validate.ts';
import { modelOf } from '../../infra/proofs/model.ts';
import { breachesIn } from '../../infra/rules/rules.ts';
import { synthesizeStacks } from './templates.ts';

const CONFIG = validateConfig({
  ...SANDBOX,
  console: undefined,
  mutualTls: {
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/0',
    authorities: { bucket: 'authorities', key: 'ca.pem' },
    originSecretName: 'origin',
  },
});

describe('mutual TLS', () => {
  const stacks = synthesizeStacks(CONFIG);
  const { assembly } = modelOf(CONFIG, stacks);
  const json = (type: string): string =>
    JSON.stringify(assembly.ofType(type).map(({ properties }) => properties));

  test('is asked of every client by CloudFront, which caches and logs nothing', () => {
    const distribution = json('AWS::CloudFront::Distribution');
    expect(distribution).toContain('"ViewerMtlsConfig":{"Mode":"required"');
    expect(distribution).toContain('"MinimumProtocolVersion":"TLSv1.2_2021"');
    expect(distribution).not.toContain('"Logging"');
    expect(assembly.ofType('AWS::CloudFront::TrustStore')).toHaveLength(1);
  });

  test('cannot be gone around: the firewall refuses what does not come from there', () => {
    const acl = json('AWS::WAFv2::WebACL');
    expect(acl).toContain('"Name":"NotFromTheEdge"');
    expect(acl).toContain('{{resolve:secretsmanager:origin:SecretString}}');
    expect(acl).toContain('cloudfront-viewer-cert-sha256');
  });

  test('binds the ID token to the certificate that administrators gave the user', () => {
    expect(json('AWS::Cognito::UserPool')).toContain('"Name":"certificate"');
    const [client] = assembly.ofType('AWS::Cognito::UserPoolClient');
    expect(client?.properties.ReadAttributes).toContain('custom:certificate');
    expect(client?.properties.WriteAttributes).not.toContain('custom:certificate');
    expect(json('AWS::Lambda::Function').split('"CLIENT_CERTIFICATES":"bound"')).toHaveLength(3);
  });

  test('brings no function and breaks no rule', () => {
    expect(
      assembly.ofType('AWS::Lambda::Function').every(({ stack }) => stack.endsWith('-functions')),
    ).toBe(true);
    expect(breachesIn(modelOf(CONFIG, stacks))).toEqual([]);
  });

  test('is not there unless it is configured', () => {
    const plain = modelOf(SANDBOX, synthesizeStacks(SANDBOX));
    const distributions = plain.assembly.ofType('AWS::CloudFront::Distribution');
    expect(JSON.stringify(distributions)).not.toContain('ViewerMtlsConfig');
    expect(JSON.stringify(plain.assembly.ofType('AWS::WAFv2::WebACL'))).not.toContain(
      'NotFromTheEdge',
    );
  });
});
