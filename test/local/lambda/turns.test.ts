import { setTimeout as delay } from 'node:timers/promises';

import { createTurns } from '../../../local/lambda/turns.ts';

describe('turns', () => {
  test('no more than allowed run at once, and all run in the order they came', async () => {
    const turns = createTurns(3);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const work = (number: number) => async () => {
      started.push(number);
      most = Math.max(most, (running += 1));
      await delay(1);
      running -= 1;
      return number;
    };
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    expect(await Promise.all(numbers.map((number) => turns.take(work(number))))).toEqual(numbers);
    expect([started, most, turns.count()]).toEqual([numbers, 3, 0]);
  });

  test('work that fails gives its turn on', async () => {
    const turns = createTurns(1);
    const failed = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
    expect(turns.count()).toBe(0);
  });
});
