/** What every policy of the page forbids or allows, whatever it is served by. */
const DIRECTIVES = [
  "default-src 'none'",
  // As `default-src` says; scanners look for it by name.
  "object-src 'none'",
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
 * Belongs to `securityHeaders` wherever the page is served over TLS, as by CloudFront, and nowhere
 * else (RFC 6797, 7.2). In seconds: two years.
 */
export const TRANSPORT_HEADERS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
};

/**
 * How long a file of the build may be kept. Names below `/assets/` hold a hash of their content; the
 * page and its configuration change.
 *
 * @param path absolute, of the URL
 */
export function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store';
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

/** What a file of the build is, by its ending: nothing is left to be sniffed. */
export function contentType(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  return CONTENT_TYPES[ending] ?? 'application/octet-stream';
}

/**
 * The headers that the page is served with, on loopback and on AWS. Nothing inline runs or styles,
 * no text becomes script, and the page talks to its own origin and to `connectTo` only.
 *
 * @param connectTo URLs or origins of GraphQL and Cognito where they are not the page's own
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
