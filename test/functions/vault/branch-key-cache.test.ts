import { createKeyCache } from '../../../functions/vault/branch-key-cache.ts';
import type { Erasable } from '../../../functions/vault/branch-key-cache.ts';

const LIMITS = { maxEntries: 3, lifeMs: 1000, maxUses: 5 };

describe('the cache of branch keys', () => {
  let time: number;

  beforeEach(() => {
    time = 0;
  });

  const newCache = () => createKeyCache(LIMITS, () => time);
  const newKey = (): Erasable => ({ secret: Buffer.alloc(32, 7) });
  const isWiped = ({ secret }: Erasable) => secret.equals(Buffer.alloc(32));
  const nothing = () => undefined;

  test('lends a key for as long as it lives, and wipes it when that is over', () => {
    const [cache, key] = [newCache(), newKey()];
    cache.put('row', key);
    time = 999;
    const lent: Erasable[] = [];
    expect(cache.use('row', (one) => lent.push(one))).toBe(true);
    expect(lent).toEqual([key]);
    expect(isWiped(key)).toBe(false);
    time = 1000;
    expect(cache.use('row', nothing)).toBe(false);
    expect(isWiped(key)).toBe(true);
  });

  test('using a key does not make it live longer', () => {
    const [cache, key] = [newCache(), newKey()];
    cache.put('row', key);
    for (time = 0; time < 1000; time += 300) cache.use('row', nothing);
    time = 1000;
    expect(cache.use('row', nothing)).toBe(false);
  });

  test('wipes a key that is used up, after its last use and not before', () => {
    const [cache, key] = [newCache(), newKey()];
    cache.put('row', key);
    const states: boolean[] = [];
    for (let use = 1; use <= 5; use += 1) cache.use('row', (one) => states.push(isWiped(one)));
    expect(states).toEqual(Array(5).fill(false));
    expect(isWiped(key)).toBe(true);
    expect(cache.use('row', nothing)).toBe(false);
  });

  test('counts a use that fails, and lets its error through', () => {
    const [cache, key] = [newCache(), newKey()];
    cache.put('row', key);
    const fail = () => {
      throw new Error('failed');
    };
    for (let use = 1; use <= 5; use += 1) expect(() => cache.use('row', fail)).toThrow('failed');
    expect(isWiped(key)).toBe(true);
    expect(cache.use('row', nothing)).toBe(false);
  });

  test('makes room by wiping what was not used for longest', () => {
    const cache = newCache();
    const keys = ['a', 'b', 'c', 'd'].map((row) => ({ row, key: newKey() }));
    for (const { row, key } of keys.slice(0, 3)) cache.put(row, key);
    cache.use('a', nothing);
    cache.put('d', keys[3]?.key ?? newKey());
    expect(keys.filter(({ key }) => isWiped(key)).map(({ row }) => row)).toEqual(['b']);
    expect(['a', 'b', 'c', 'd'].filter((row) => cache.use(row, nothing))).toEqual(['a', 'c', 'd']);
  });

  test('wipes a key that is replaced, and what expired unasked when another comes', () => {
    const cache = newCache();
    const [first, second, third] = [newKey(), newKey(), newKey()];
    cache.put('row', first);
    cache.put('row', second);
    expect([first, second].map(isWiped)).toEqual([true, false]);
    time = 1000;
    cache.put('other', third);
    expect([second, third].map(isWiped)).toEqual([true, false]);
  });
});
