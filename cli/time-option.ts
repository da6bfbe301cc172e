import { InvalidArgumentError } from 'commander';

/** An instant such as `2026-01-31T09:00:00Z`. */
export function readTime(text: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('It takes an instant such as 2026-01-31T09:00:00Z.');
}
