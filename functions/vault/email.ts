import { domainToASCII } from 'node:url';

import type { DataClassRules } from './data-classes.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';

const MAX_LENGTH = 254;
const MIN_LENGTH_FOR_EQUALITY = 7;
const MAX_LOCAL_LENGTH = 64;
const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const DOT_STRING = new RegExp(`^${ATEXT}(?:\\.${ATEXT})*$`);
const QUOTED_STRING = /^"(?:[ !#-[\]-~]|\\[ -~])*"$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** https://www.rfc-editor.org/rfc/rfc6761#section-6.4: names under `.invalid` never exist. */
const RESERVED = '.invalid';
const TOKEN_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Shorter tokens would leave too few to draw from: 16 leave 36^7 = 7.8×10^10. */
const MIN_TOKEN_LENGTH = 16;
const DOMAIN_LABEL_LENGTH = 32;

function split(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, Math.max(at, 0)), domain: address.slice(at + 1) };
}

/** IDNA by UTS #46 as URLs do it, which would also decode percent signs and read IPv4 addresses. */
function toAscii(domain: string): string {
  const isInternational = /[^\0-\x7f]/.test(domain) && !/[%/?#:@\\[\]]/.test(domain);
  return isInternational ? domainToASCII(domain) : domain.toLowerCase();
}

function normalize(received: string): string {
  const { local, domain } = split(received);
  return received.includes('@') ? `${local}@${toAscii(domain)}` : received;
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^[0-9]+$/.test(labels.at(-1) ?? '')
  );
}

function isValid(address: string): boolean {
  const { local, domain } = split(address);
  if (address.length > MAX_LENGTH || local.length > MAX_LOCAL_LENGTH) return false;
  if (domain.endsWith(RESERVED)) return false;
  return (DOT_STRING.test(local) || QUOTED_STRING.test(local)) && isDomain(domain);
}

/** Random labels of at most 32 characters; the last one takes up a remainder too short to stand. */
function drawDomain(length: number, random: RandomSource): string {
  const label = length > DOMAIN_LABEL_LENGTH + 2 ? DOMAIN_LABEL_LENGTH : length;
  const text = drawText(random, TOKEN_ALPHABET, label);
  return label === length ? text : `${text}.${drawDomain(length - label - 1, random)}`;
}

function formatPreserving(address: string, random: RandomSource): string {
  const length = Math.max(address.length, MIN_TOKEN_LENGTH);
  const shortestDomain = 1 + RESERVED.length;
  const local = Math.min(split(address).local.length, length - 1 - shortestDomain);
  const domain = drawDomain(length - local - 1 - RESERVED.length, random);
  return `${drawText(random, TOKEN_ALPHABET, local)}@${domain}${RESERVED}`;
}

/**
 * E-mail address: the Mailbox of RFC 5321 (dot-string or quoted-string, ASCII) at a domain name of
 * two labels or more, at most 254 characters. The domain is folded to lower case, an international
 * one to its ASCII form (IDNA, UTS #46: `xn--` labels); the local part is kept, since only its host may say what in it is equal. Addresses under `.invalid` are refused.
 *
 * Equality by default: addresses can be guessed but not tried one by one. It is refused for those of
 * six characters, the shortest there are: one, one and a top-level domain of two. The mask shows the first character and the top-level domain: a person's own domain is a name.
 * Its format-preserving token is a random address under `.invalid`, as long as the value but at
 * least 16 characters; it keeps no character, only the local part's length where that fits.
 */
export const EMAIL: DataClassRules = {
  normalize,
  isValid,
  equality: 'DEFAULT',
  isExhaustible: (address) => address.length < MIN_LENGTH_FOR_EQUALITY,
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  mask: (address) => `${address.charAt(0)}***@***.${split(address).domain.split('.').at(-1) ?? ''}`,
  formatPreserving,
};
