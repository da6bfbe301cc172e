import { securityHeaders, TRANSPORT_HEADERS } from '../../console/security-headers.ts';
import type { Resource } from '../proofs/assembly.ts';
import type { Model } from '../proofs/model.ts';
import { isObject, listOf } from '../proofs/stack-template.ts';
import { among, valueAt } from './rule.ts';
import type { Rule } from './rule.ts';

const isOfConsole = (type: string) => (one: Resource) =>
  one.type === type && one.stack.endsWith('-console');

const isDistribution = isOfConsole('AWS::CloudFront::Distribution');
const isHeaders = isOfConsole('AWS::CloudFront::ResponseHeadersPolicy');

const CONFIG = 'ResponseHeadersPolicyConfig';

/** The headers that CloudFront sends by a policy, those that it has settings for among them. */
function headersOf(policy: Resource, model: Model): Record<string, unknown> {
  const read = (path: string): unknown => valueAt(model, policy, `${CONFIG}.${path}`);
  const setting = (path: string): unknown => read(`SecurityHeadersConfig.${path}`);
  const seconds = String(setting('StrictTransportSecurity.AccessControlMaxAgeSec'));
  const subdomains = setting('StrictTransportSecurity.IncludeSubdomains') === true;
  const others = listOf(read('CustomHeadersConfig.Items'))
    .filter(isObject)
    .map(({ Header, Value }) => [String(Header), Value] as const);
  return {
    ...Object.fromEntries(others),
    'content-security-policy': setting('ContentSecurityPolicy.ContentSecurityPolicy'),
    'referrer-policy': setting('ReferrerPolicy.ReferrerPolicy'),
    'strict-transport-security': `max-age=${seconds}${subdomains ? '; includeSubDomains' : ''}`,
    'x-content-type-options': isObject(setting('ContentTypeOptions')) ? 'nosniff' : undefined,
    'x-frame-options': setting('FrameOptions.FrameOption'),
  };
}

/** What the page may talk to beside its own origin. */
function connected(policy: Resource, model: Model): string[] {
  const { 'content-security-policy': csp } = headersOf(policy, model);
  const [, sources = ''] = /connect-src 'self' ([^;]+)/.exec(String(csp)) ?? [];
  return sources.split(' ');
}

/** How the browser is told what the page may do, by the one source of what it is told on loopback. */
function sends(policy: Resource, model: Model): boolean {
  const sent = headersOf(policy, model);
  const expected = { ...securityHeaders(connected(policy, model)), ...TRANSPORT_HEADERS };
  return Object.entries(expected).every(([name, value]) => sent[name] === value);
}

/** Beside its own origin the page talks to the API and to Cognito, and to both by TLS. */
function namesTwo(policy: Resource, model: Model): boolean {
  const { region } = model.config;
  const [api, cognito, ...more] = connected(policy, model);
  return (
    api?.startsWith('https://') === true &&
    api.endsWith('/graphql') &&
    cognito === `https://cognito-idp.${region}.amazonaws.com` &&
    more.length === 0
  );
}

function behaviours(one: Resource, model: Model): Record<string, unknown>[] {
  const config = model.assembly.property(one, 'DistributionConfig');
  if (!isObject(config)) return [];
  return [config.DefaultCacheBehavior, ...listOf(config.CacheBehaviors)].filter(isObject);
}

const isSigned = (one: Resource, model: Model): boolean => {
  const config = model.assembly.property(one, 'DistributionConfig');
  const origins = isObject(config) ? listOf(config.Origins).filter(isObject) : [];
  return origins.length === 1 && typeof origins[0]?.OriginAccessControlId === 'string';
};

/** How the page of the console is served, wherever it is. */
export const CONSOLE_RULES: readonly Rule[] = [
  among('CloudFront signs what it asks of the bucket of the page', isDistribution, isSigned),
  among('The page comes by TLS alone', isDistribution, (one, model) =>
    behaviours(one, model).every(({ ViewerProtocolPolicy: policy }) => policy === 'https-only'),
  ),
  among('Nothing is sent to where the page comes from', isDistribution, (one, model) =>
    behaviours(one, model).every(({ AllowedMethods: methods }) =>
      listOf(methods).every((method) => method === 'GET' || method === 'HEAD'),
    ),
  ),
  among('Every file of the page has its headers', isDistribution, (one, model) =>
    behaviours(one, model).every(({ ResponseHeadersPolicyId: id }) =>
      model.assembly.resources.some((policy) => isHeaders(policy) && policy.name === id),
    ),
  ),
  among('The page has the headers that it has on loopback', isHeaders, sends),
  among('The page talks to the API, to Cognito and to nobody else', isHeaders, namesTwo),
];
