import type { Observation } from '../../../functions/anomaly-watch/observation.ts';
import type { Anomaly } from '../../../functions/anomaly-watch/profile.ts';
import { createDraw } from '../../e2e/hostile/draw.ts';
import type { Draw } from '../../e2e/hostile/draw.ts';

/** An abuse hidden in the traffic, and what the watch has to say of its actor that day. */
export interface Planted {
  readonly name: string;
  readonly subject: string;
  readonly anomaly: Anomaly;
  readonly day: number;
}

export interface SyntheticMonth {
  /** In order of time. */
  readonly observations: readonly Observation[];
  readonly planted: readonly Planted[];
}

const FIRST_DAY = Date.UTC(2026, 0, 5) / 86_400_000;
const DAYS = 30;
const MINUTE_MS = 60_000;
const TENANTS = ['acme', 'globex', 'initech'];
const STAFF_OF_TENANT = 8;
const SERVICES_OF_TENANT = 2;
const KNOWN_TOKENS = 20_000;

interface Worker {
  readonly tenant: string;
  readonly actor: string;
  readonly isService: boolean;
  readonly firstHour: number;
  readonly sources: readonly string[];
  readonly perDay: number;
}

const NOBODY: Worker = {
  tenant: '',
  actor: '',
  isService: false,
  firstHour: 0,
  sources: [],
  perDay: 0,
};

function hire(draw: Draw): Worker[] {
  return TENANTS.flatMap((tenant, at) => {
    const staff = Array.from({ length: STAFF_OF_TENANT }, (_, number) => ({
      tenant,
      actor: `staff-${String(number)}`,
      isService: false,
      // Early and late shifts of eight hours.
      firstHour: draw.pick([7, 8, 9, 13]),
      sources: [`198.51.${String(at)}.${String(10 + number)}`, `203.0.${String(at)}.4`],
      perDay: 10 + draw.below(30),
    }));
    const services = Array.from({ length: SERVICES_OF_TENANT }, (_, number) => ({
      tenant,
      actor: `service-${String(number)}`,
      isService: true,
      firstHour: 0,
      sources: [`10.${String(at)}.${String(number)}.7`],
      perDay: 200,
    }));
    return [...staff, ...services];
  });
}

function at(day: number, hour: number, minute: number, draw: Draw): number {
  return ((FIRST_DAY + day) * 1440 + hour * 60 + minute) * MINUTE_MS + draw.below(MINUTE_MS);
}

function tokenOf(draw: Draw): string {
  return `tok-${String(draw.below(KNOWN_TOKENS))}`;
}

function isWeekend(day: number): boolean {
  return [6, 0].includes(new Date((FIRST_DAY + day) * 1440 * MINUTE_MS).getUTCDay());
}

/** A working day: some overtime, now and then a refusal, from the office or from home. */
function ordinaryDay(draw: Draw, worker: Worker, day: number): Observation[] {
  const { tenant, actor, isService, firstHour, sources, perDay } = worker;
  if (!isService && isWeekend(day)) return [];
  const count = Math.round(perDay * (0.6 + draw.below(80) / 100));
  const hours = isService ? 24 : 8 + (draw.rarely(5) ? 1 : 0);
  // Travelling: unusual, and no abuse.
  const isAway = !isService && draw.rarely(150);
  const from = isAway ? [`100.64.${String(draw.below(256))}.9`] : sources;
  return Array.from({ length: count }, () => {
    const isRefused = draw.rarely(40);
    return {
      time: at(day, firstHour + draw.below(hours), draw.below(60), draw),
      tenant,
      actor,
      tokens: isRefused ? [] : [tokenOf(draw)],
      refused: isRefused ? 1 : 0,
      source: draw.pick(from),
    };
  });
}

interface Abuse extends Omit<Planted, 'subject'> {
  readonly worker: Worker;
  readonly make: (draw: Draw) => Observation[];
}

function harvest(worker: Worker, day: number, perRequest: number, requests: number) {
  return (draw: Draw): Observation[] =>
    Array.from({ length: requests }, (_, number) => ({
      ...worker,
      time: at(day, worker.firstHour + (number % 8), draw.below(60), draw),
      tokens: Array.from({ length: perRequest }, () => tokenOf(draw)),
      refused: 0,
      source: worker.sources[0] ?? null,
    }));
}

function visit(worker: Worker, day: number, hour: number, source: string | null) {
  return (draw: Draw): Observation[] =>
    Array.from({ length: 3 }, () => ({
      ...worker,
      time: at(day, hour, draw.below(60), draw),
      tokens: [tokenOf(draw)],
      refused: 0,
      source,
    }));
}

function guesses(
  worker: Pick<Worker, 'tenant'> & { actor: string | null },
  day: number,
  source: string,
) {
  return (draw: Draw): Observation[] =>
    Array.from({ length: 40 }, (_, number) => ({
      tenant: worker.actor === null ? null : worker.tenant,
      actor: worker.actor,
      time: at(day, 10, Math.floor(number / 10), draw),
      tokens: [],
      refused: 1,
      source,
    }));
}

/** One of each kind for several people, after a learning period of two weeks. */
function abuses(workers: readonly Worker[]): Abuse[] {
  const staff = workers.filter(({ isService }) => !isService);
  const service = workers.filter(({ isService }) => isService);
  const who = (number: number, from = staff): Worker => from[number % from.length] ?? NOBODY;
  const many = (count: number, make: (number: number) => Abuse) =>
    Array.from({ length: count }, (_, number) => make(number));
  return [
    ...many(
      4,
      (number) =>
        ({
          name: 'a batch of everything',
          worker: who(number),
          anomaly: 'breadth',
          day: 15 + number,
          make: harvest(who(number), 15 + number, 50, 10),
        }) as const,
    ),
    ...many(
      4,
      (number) =>
        ({
          name: 'one token at a time, all day',
          worker: who(5 + number),
          anomaly: 'breadth',
          day: 16 + number,
          make: harvest(who(5 + number), 16 + number, 1, 400),
        }) as const,
    ),
    ...many(
      4,
      (number) =>
        ({
          name: 'a stolen session, used elsewhere',
          worker: who(10 + number),
          anomaly: 'newSource',
          day: 15 + number,
          make: visit(
            who(10 + number),
            15 + number,
            who(10 + number).firstHour + 2,
            `192.0.2.${String(number)}`,
          ),
        }) as const,
    ),
    ...many(
      4,
      (number) =>
        ({
          name: 'a visit by night',
          worker: who(14 + number),
          anomaly: 'unusualHour',
          day: 17 + number,
          make: visit(who(14 + number), 17 + number, 2, who(14 + number).sources[0] ?? null),
        }) as const,
    ),
    ...many(
      3,
      (number) =>
        ({
          name: 'guessing tokens',
          worker: who(19 + number),
          anomaly: 'refusalBurst',
          day: 18 + number,
          make: guesses(who(19 + number), 18 + number, who(19 + number).sources[0] ?? ''),
        }) as const,
    ),
    ...many(
      2,
      (number) =>
        ({
          name: 'a service role used from a laptop',
          worker: who(number, service),
          anomaly: 'newSource',
          day: 20 + number,
          make: visit(who(number, service), 20 + number, 11, '192.0.2.99'),
        }) as const,
    ),
  ];
}

/** A month of three tenants with 30 actors, some of whom do what they should not. */
export function syntheticMonth(seed: number): SyntheticMonth {
  const draw = createDraw(seed);
  const workers = hire(draw);
  const days = Array.from({ length: DAYS }, (_, day) => day);
  const ordinary = days.flatMap((day) => workers.flatMap((one) => ordinaryDay(draw, one, day)));
  const planted = abuses(workers);
  const strangers = guesses({ tenant: '', actor: null }, 21, '192.0.2.200')(draw);
  return {
    observations: [...ordinary, ...planted.flatMap(({ make }) => make(draw)), ...strangers].sort(
      (one, other) => one.time - other.time,
    ),
    planted: [
      ...planted.map(({ name, worker, anomaly, day }) => ({
        name,
        subject: `${worker.tenant}#actor#${worker.actor}`,
        anomaly,
        day: FIRST_DAY + day,
      })),
      {
        name: 'a stranger without a valid ID token',
        subject: '_system#source#192.0.2.0/24',
        anomaly: 'refusalBurst',
        day: FIRST_DAY + 21,
      },
    ],
  };
}
