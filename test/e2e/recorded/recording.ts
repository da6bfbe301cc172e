import { readFileSync, writeFileSync } from 'node:fs';

import type { Ready } from '../../../local/ready.ts';
import { callerFor, callerWith } from '../../support/graphql.ts';
import type { Answer } from '../../support/graphql.ts';
import type { Probe } from './probes.ts';

/** What an API answered to the probes, by their names. */
export interface Recording {
  readonly recordedFrom: 'AWS AppSync' | 'loopback runtime';
  readonly answers: Readonly<Record<string, RecordedAnswer>>;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly errorType: string | null;
  readonly body: unknown;
}

const FILE = 'test/e2e/recorded/answers.json';

export function readRecording(): Recording {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
}

export function writeRecording(recording: Recording): void {
  writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`);
}

export function sourceOf({ graphql }: Ready): Recording['recordedFrom'] {
  return new URL(graphql).hostname.endsWith('.amazonaws.com') ? 'AWS AppSync' : 'loopback runtime';
}

/** Asks one probe after another; nobody signs in twice. */
export function createProber(ready: Ready): (probe: Probe) => Promise<RecordedAnswer> {
  const signedIn = new Map<string, ReturnType<typeof callerFor>>();
  const callerOf = ({ as, authorization }: Probe) => {
    if (as === null) return callerWith(ready, authorization);
    const caller = signedIn.get(as) ?? callerFor(ready, as);
    signedIn.set(as, caller);
    return caller;
  };
  return async (probe) => recordedOf(await (await callerOf(probe)).post(probe.body));
}

function recordedOf({ status, headers, text }: Answer): RecordedAnswer {
  return { status, errorType: headers.get('x-amzn-errortype'), body: JSON.parse(text) as unknown };
}
