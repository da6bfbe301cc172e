import { isIPv4, isIPv6 } from 'node:net';

const IPV6_GROUPS = 8;
/** As an access provider gives them out: /24 of IPv4, /48 of IPv6. */
const [IPV4_PARTS, IPV6_PARTS] = [3, 3];

/** All eight groups of an address, of which `::` stands for those that are zero (RFC 4291 §2.2). */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [
    string[],
    string[],
  ];
  const zeros = Array.from({ length: IPV6_GROUPS - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => parseInt(group, 16).toString(16));
}

/** The network of an address, `198.51.100.0/24` or `2001:db8:1::/48`; null if it is no address. */
export function networkOf(address: string | null): string | null {
  if (address === null) return null;
  const embedded = /^::ffff:([0-9.]+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(embedded)) return `${embedded.split('.').slice(0, IPV4_PARTS).join('.')}.0/24`;
  if (!isIPv6(address) || address.includes('%') || address.includes('.')) return null;
  return `${groupsOf(address).slice(0, IPV6_PARTS).join(':')}::/48`;
}
