import { existsSync, readFileSync } from 'node:fs';

import { writeFileDurably } from '../protocol/durable-file.ts';

/** Whom a message is for. */
export interface Recipient {
  readonly userPoolId: string;
  readonly username: string;
}

/** What Cognito would have sent by e-mail. */
export interface OutboxMessage extends Recipient {
  readonly kind: 'reset-code' | 'temporary-password';
  readonly text: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** The local mailbox: a file that stands in for e-mail, because nothing leaves this machine. */
export interface Outbox {
  /** Replaces what was sent to the recipient before; returns when the file is on disk. */
  send(message: OutboxMessage): void;
  /** Removes what was sent to the recipient: it is used or void. */
  discard(recipient: Recipient): void;
  /** Removes what is expired; as much work as sending. */
  sweep(): void;
}

const MAX_MESSAGES = 100;

/** Opens the mailbox at `path` (mode 0600): a JSON list of at most 100 messages, none expired. */
export function openOutbox(path: string, clock: () => Date): Outbox {
  let messages = readMessages(path);
  const write = (next: readonly OutboxMessage[]) => {
    const alive = next.filter(({ expiresAt }) => new Date(expiresAt) > clock());
    messages = alive.slice(-MAX_MESSAGES);
    writeFileDurably(path, `${JSON.stringify(messages, null, 2)}\n`);
  };
  const withoutThoseTo = (recipient: Recipient) =>
    messages.filter((message) => !isFor(message, recipient));
  return {
    send: (message) => {
      write([...withoutThoseTo(message), message]);
    },
    discard: (recipient) => {
      if (messages.some((message) => isFor(message, recipient))) write(withoutThoseTo(recipient));
    },
    sweep: () => {
      write(messages);
    },
  };
}

function isFor(message: OutboxMessage, { userPoolId, username }: Recipient): boolean {
  return message.userPoolId === userPoolId && message.username === username;
}

function readMessages(path: string): readonly OutboxMessage[] {
  if (!existsSync(path)) return [];
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(parsed) ? (parsed as OutboxMessage[]) : [];
  } catch {
    // A mailbox that cannot be read holds nothing that could not be sent again.
    return [];
  }
}
