/** What every policy of the page forbids or allows, whatever it is served by. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/**
 * The headers that the page is served with, on loopback and on AWS. Nothing inline runs or styles,
 * no text becomes script, and the page talks to its own origin and to `connectTo` only.
 *
 * @param connectTo origins of GraphQL and Cognito where they are not the page's own
 */
export function securityHeaders(connectTo: readonly string[]): Readonly<Record<string, string>> {
  const connect = ["connect-src 'self'", ...connectTo].join(' ');
  return {
    'content-security-policy': [...DIRECTIVES, connect].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
