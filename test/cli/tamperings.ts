import { generateKeyPairSync, sign } from 'node:crypto';

import type { Expectations } from '../../cli/checkpoint-chain.ts';
import { makeTrail, syntheticEvent } from '../support/synthetic-trail.ts';
import type { SyntheticTrail, SyntheticWindow } from '../support/synthetic-trail.ts';

/** How a trail is tampered with: what becomes of its windows, and what it may be called. */
export interface Tampering {
  readonly faults: readonly string[];
  /** Null where the choice would change nothing. */
  readonly apply: (trail: SyntheticTrail, choose: Choose) => SyntheticWindow[] | null;
  /** What the verifier is told; without it the tampering cannot be noticed. */
  readonly known?: (trail: SyntheticTrail) => Expectations;
}

/** A whole number below a limit. */
export type Choose = (limit: number) => number;

export const COUNTS = [7, 0, 12, 3, 9, 1, 16];
export const LATE_IN = 2;

type Edit = (events: string[], choose: Choose) => boolean;

/** Changes the events of one window that has some. */
function editing(edit: Edit, faults: readonly string[]): Tampering {
  return {
    faults,
    apply: ({ windows }, choose) => {
      const filled = windows.filter(({ events }) => events.length > 0);
      const chosen = filled[choose(filled.length)];
      const events = [...(chosen?.events ?? [])];
      if (!edit(events, choose)) return null;
      return windows.map((window) => (window === chosen ? { ...window, events } : window));
    },
  };
}

/** Another character of the same kind, so that the text stays JSON. */
function otherCharacter(text: string, at: number): string {
  const old = text[at] ?? '';
  const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === 'x' ? 'y' : 'x';
  return text.slice(0, at) + other + text.slice(at + 1);
}

const changeCharacter: Edit = (events, choose) => {
  const at = choose(events.length);
  const text = events[at] ?? '';
  const places = [...text.matchAll(/[A-Za-z0-9]/g)].map(({ index }) => index);
  events[at] = otherCharacter(text, places[choose(places.length)] ?? 0);
  return true;
};

const changeValue: Edit = (events, choose) => {
  const at = choose(events.length);
  const changes = { actor: 'somebody-else', code: 'NOT_AUTHORIZED', operation: 'me', count: 2 };
  const names = Object.keys(changes) as (keyof typeof changes)[];
  const name = names[choose(names.length)] ?? 'actor';
  const event = JSON.parse(events[at] ?? '') as Record<string, unknown>;
  events[at] = JSON.stringify({ ...event, [name]: changes[name] });
  return true;
};

const remove: Edit = (events, choose) => events.splice(choose(events.length), 1).length > 0;

const duplicate: Edit = (events, choose) => {
  const at = choose(events.length);
  events.splice(at, 0, events[at] ?? '');
  return true;
};

export const insert: Edit = (events, choose) => {
  const at = choose(events.length);
  const { time } = JSON.parse(events[at] ?? '') as { time: string };
  const attemptId = `${'0123456789abcdef'[choose(16)] ?? '0'}0000000-0000-4000-8000-000000000000`;
  events.push(syntheticEvent(time, 'OUTCOME', attemptId));
  const idOf = (event: string) => (JSON.parse(event) as { sk: string }).sk;
  events.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return true;
};

const swap: Edit = (events, choose) => {
  const [a, b] = [choose(events.length), choose(events.length)];
  if (a === b) return false;
  [events[a], events[b]] = [events[b] ?? '', events[a] ?? ''];
  return true;
};

/** Moves an event into the file of another window, where it does not belong. */
const MOVE: Tampering = {
  faults: ['EVENT_REMOVED', 'EVENT_REORDERED'],
  apply: ({ windows }, choose) => {
    const filled = windows.filter(({ events }) => events.length > 0);
    const [from, to] = [filled[choose(filled.length)], windows[choose(windows.length)]];
    if (from === undefined || from === to) return null;
    const at = choose(from.events.length);
    return windows.map((window) => {
      if (window === from) return { ...window, events: window.events.filter((_, i) => i !== at) };
      return window === to
        ? { ...window, events: [...window.events, from.events[at] ?? ''] }
        : window;
    });
  },
};

type CheckpointEdit = (text: string, choose: Choose, trail: SyntheticTrail) => string;

function changingCheckpoint(edit: CheckpointEdit, faults: readonly string[]): Tampering {
  return {
    faults,
    apply: (trail, choose) => {
      const at = choose(trail.windows.length);
      return trail.windows.map((window, index) =>
        index === at ? { ...window, checkpoint: edit(window.checkpoint, choose, trail) } : window,
      );
    },
  };
}

interface Parts {
  statement: string;
  details: string;
  signature: string;
}

const partsOf = (text: string) => JSON.parse(text) as Parts;

/** A statement that says something else, signed by another key. */
const resign: CheckpointEdit = (text) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const parts = partsOf(text);
  const signature = sign('sha256', Buffer.from(parts.statement), privateKey).toString('base64');
  return JSON.stringify({ ...parts, signature });
};

const changeStatement: CheckpointEdit = (text, choose) => {
  const parts = partsOf(text);
  const hashes = [...parts.statement.matchAll(/[0-9a-f]{64}/g)];
  const at = (hashes[choose(hashes.length)]?.index ?? 0) + choose(64);
  const other = parts.statement[at] === 'a' ? 'b' : 'a';
  const statement = parts.statement.slice(0, at) + other + parts.statement.slice(at + 1);
  return JSON.stringify({ ...parts, statement });
};

const changeDetails: CheckpointEdit = (text) => {
  const parts = partsOf(text);
  return JSON.stringify({ ...parts, details: parts.details.replace('"missing":0', '"missing":1') });
};

/** Another genuine checkpoint of the same chain in the place of this one. */
const REPLACE: Tampering = {
  faults: ['CHECKPOINT_REPLACED'],
  apply: ({ windows }, choose) => {
    const [at, from] = [choose(windows.length), choose(windows.length)];
    if (at === from) return null;
    const { checkpoint = '' } = windows[from] ?? {};
    return windows.map((window, index) => (index === at ? { ...window, checkpoint } : window));
  },
};

/** A whole other trail's window, genuine under another key, in the place of this one. */
const FOREIGN: Tampering = {
  faults: ['CHECKPOINT_FORGED'],
  apply: ({ windows }, choose) => {
    const at = choose(windows.length);
    const other = makeTrail(COUNTS).windows[at];
    return windows.map((window, index) => (index === at && other ? other : window));
  },
};

const without = (windows: readonly SyntheticWindow[], from: number, to: number) =>
  windows.filter((_, at) => at < from || at >= to);

const REMOVE_INNER: Tampering = {
  faults: ['CHECKPOINT_MISSING'],
  apply: ({ windows }, choose) => {
    const from = 1 + choose(windows.length - 2);
    return without(windows, from, from + 1 + choose(windows.length - 1 - from));
  },
};

const REMOVE_FIRST: Tampering = {
  faults: ['BEGINNING_MISSING'],
  apply: ({ windows }, choose) => without(windows, 0, 1 + choose(windows.length - 1)),
};

function removingNewest(known: Tampering['known']): Tampering {
  return {
    faults: ['END_MISSING'],
    ...(known === undefined ? {} : { known }),
    apply: ({ windows }, choose) =>
      without(windows, windows.length - 1 - choose(windows.length - 1), windows.length),
  };
}

const REMOVE_NEWEST_CHECKPOINT_ONLY: Tampering = {
  faults: ['EVENT_UNSEALED'],
  apply: ({ windows }) => {
    const newest = windows.at(-1);
    const rest = windows.slice(0, -1);
    const last = rest.at(-1);
    if (newest === undefined || last === undefined) return null;
    return [...rest.slice(0, -1), { ...last, events: [...last.events, ...newest.events] }];
  },
};

/** An edit of the sort key moves an event in time, so it is missing where it was. */
const CHANGED = [
  'EVENT_CHANGED',
  'EVENT_REMOVED',
  'EVENT_REORDERED',
  'EVENT_INSERTED',
  'EVENT_UNSEALED',
];

export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'changes a character of an event': editing(changeCharacter, CHANGED),
  'changes a value of an event': editing(changeValue, ['EVENT_CHANGED']),
  'removes an event': editing(remove, ['EVENT_REMOVED']),
  'inserts an event': editing(insert, ['EVENT_INSERTED']),
  'duplicates an event': editing(duplicate, ['EVENT_DUPLICATED']),
  'swaps two events of a window': editing(swap, ['EVENT_REORDERED']),
  'moves an event to another window': MOVE,
  'signs a checkpoint with another key': changingCheckpoint(resign, ['CHECKPOINT_FORGED']),
  'changes a statement': changingCheckpoint(changeStatement, [
    'CHECKPOINT_FORGED',
    'CHECKPOINT_UNREADABLE',
  ]),
  'changes the details of a checkpoint': changingCheckpoint(changeDetails, [
    'CHECKPOINT_UNREADABLE',
  ]),
  'puts a checkpoint in the place of another': REPLACE,
  'puts a window of another trail in the place of one': FOREIGN,
  'removes windows from the middle': REMOVE_INNER,
  'removes the oldest windows': REMOVE_FIRST,
  'removes the newest windows, where a time is expected': removingNewest(({ until }) => ({
    until: new Date(until),
  })),
  'removes the newest windows, where a head is expected': removingNewest(({ head }) => ({ head })),
  'removes the newest checkpoint and not its events': REMOVE_NEWEST_CHECKPOINT_ONLY,
};
