import type { CfnResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { securityHeaders, TRANSPORT_HEADERS } from '../console/security-headers.ts';

type Configuration = CfnResponseHeadersPolicy.ResponseHeadersPolicyConfigProperty;
type Headers = Readonly<Record<string, string>>;

/** CloudFront takes these as settings of their own and refuses them among all others. */
const OF_THEIR_OWN: readonly string[] = [
  'content-security-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
];

function header(headers: Headers, name: string): string {
  const value = headers[name];
  if (value === undefined) throw new TypeError(`The page is served without ${name}.`);
  return value;
}

/** Of the header as RFC 6797 has it. */
function transportSecurity(value: string) {
  const [, seconds] = /^max-age=(\d+); includeSubDomains$/.exec(value) ?? [];
  if (seconds === undefined) throw new TypeError('CloudFront cannot send such a header.');
  return { accessControlMaxAgeSec: Number(seconds), includeSubdomains: true, override: true };
}

function securityConfiguration(headers: Headers) {
  const override = true;
  return {
    contentSecurityPolicy: {
      contentSecurityPolicy: header(headers, 'content-security-policy'),
      override,
    },
    contentTypeOptions: { override },
    frameOptions: { frameOption: header(headers, 'x-frame-options'), override },
    referrerPolicy: { referrerPolicy: header(headers, 'referrer-policy'), override },
    strictTransportSecurity: transportSecurity(header(headers, 'strict-transport-security')),
  };
}

/**
 * What CloudFront is told to send with every file of the page: the headers of the loopback runtime, from
 * their one source, and that it is TLS for good.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 *
 * @param connectTo what the page may talk to beside its own origin
 * @param cacheControl how long a browser may keep the file
 */
export function responseHeaders(
  name: string,
  connectTo: readonly string[],
  cacheControl: string,
): Configuration {
  const headers: Headers = { ...securityHeaders(connectTo), ...TRANSPORT_HEADERS };
  const others = Object.entries({ ...headers, 'cache-control': cacheControl })
    .filter(([one]) => !OF_THEIR_OWN.includes(one))
    .map(([one, value]) => ({ header: one, value, override: true }));
  return {
    name,
    securityHeadersConfig: securityConfiguration(headers),
    customHeadersConfig: { items: others },
  };
}
