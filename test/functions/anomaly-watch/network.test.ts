import { networkOf } from '../../../functions/anomaly-watch/network.ts';

describe('the network of an address', () => {
  test.each([
    ['198.51.100.7', '198.51.100.0/24'],
    ['::ffff:198.51.100.7', '198.51.100.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['2001:0DB8:0001:ffff:1:2:3:4', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
  ])('%s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test.each([null, '', 'localhost', '198.51.100', 'fe80::1%eth0', '1.2.3.4.5', '::1.2.3.999'])(
    '%p is no address and has none',
    (address) => {
      expect(networkOf(address)).toBeNull();
    },
  );
});
