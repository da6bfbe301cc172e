import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a TLS server shows, in PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Who signs the certificates of servers; nobody trusts it who was not told to. */
export interface CertificateAuthority {
  /** Its own certificate, in PEM. */
  readonly cert: string;
  /** A certificate for a DNS name or an IPv4 address. */
  issue(name: string): ServerCertificate;
}

const [SEQUENCE, SET, INTEGER, OID] = [0x30, 0x31, 0x02, 0x06] as const;
const [BOOLEAN, BITS, OCTETS, TEXT, TIME] = [0x01, 0x03, 0x04, 0x0c, 0x18] as const;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** Distinguished Encoding Rules: kind, length, content (ITU-T X.690). */
function der(kind: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([kind, ...length]), content]);
}

const oid = (hex: string) => der(OID, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = der(SEQUENCE, oid('2a8648ce3d040302'));

function nameOf(commonName: string): Buffer {
  const attribute = der(SEQUENCE, oid('550403'), der(TEXT, Buffer.from(commonName)));
  return der(SEQUENCE, der(SET, attribute));
}

function validity(): Buffer {
  const time = (days: number) => {
    const text = new Date(Date.now() + days * 86_400_000).toISOString();
    return der(TIME, Buffer.from(`${text.slice(0, 19).replaceAll(/[-:T]/g, '')}Z`));
  };
  return der(SEQUENCE, time(-1), time(1));
}

/** Whether it may sign others, or for which name it stands (RFC 5280 sections 4.2.1.9 and 4.2.1.6). */
function extensionsOf(name: string | null): Buffer {
  const address = Buffer.from((name ?? '').split('.').map(Number));
  const entry = (text: string) =>
    IPV4.test(text) ? der(0x87, address) : der(0x82, Buffer.from(text));
  const extension =
    name === null
      ? [oid('551d13'), der(OCTETS, der(SEQUENCE, der(BOOLEAN, Buffer.from([255]))))]
      : [oid('551d11'), der(OCTETS, der(SEQUENCE, entry(name)))];
  return der(0xa3, der(SEQUENCE, der(SEQUENCE, ...extension)));
}

interface Request {
  readonly issuer: string;
  readonly subject: string;
  /** Null for who signs others. */
  readonly server: string | null;
  readonly publicKey: KeyObject;
  readonly signedBy: KeyObject;
}

/** An X.509 certificate (RFC 5280 section 4.1), in PEM. */
function certify({ issuer, subject, server, publicKey, signedBy }: Request): string {
  const toBeSigned = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ...[ECDSA_WITH_SHA256, nameOf(issuer), validity(), nameOf(subject)],
    publicKey.export({ type: 'spki', format: 'der' }),
    extensionsOf(server),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', toBeSigned, signedBy)]);
  const whole = der(SEQUENCE, toBeSigned, ECDSA_WITH_SHA256, der(BITS, signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }) as string;

/** A certificate for a DNS name or an IPv4 address that nobody vouches for but itself. */
export function selfSigned(server: string): ServerCertificate {
  const { publicKey, privateKey: signedBy } = newKeys();
  const cert = certify({ issuer: server, subject: server, server, publicKey, signedBy });
  return { cert, key: pem(signedBy) };
}

/** Makes an authority, with keys of its own, for one day. */
export function createAuthority(): CertificateAuthority {
  const issuer = 'An authority of tests';
  const own = newKeys();
  const signedBy = own.privateKey;
  return {
    cert: certify({ issuer, subject: issuer, server: null, publicKey: own.publicKey, signedBy }),
    issue: (server) => {
      const { publicKey, privateKey } = newKeys();
      return {
        cert: certify({ issuer, subject: server, server, publicKey, signedBy }),
        key: pem(privateKey),
      };
    },
  };
}
