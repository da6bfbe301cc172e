import { RE2JS } from '@bufbuild/re2';

type Program = ReturnType<RE2JS['re2']>['prog'];
type Instruction = Program['inst'][number];

/** What the values of a class are: words of a pattern, matched as a whole. */
export interface Language {
  /** RE2 syntax. */
  readonly pattern: string;
  /** Of a word in UTF-8. */
  readonly maxBytes: number;
  /** All characters that a word may have: printable ASCII; null for any. */
  readonly alphabet: string | null;
}

/** What everyone may see of a word: its last characters, if so many others stay hidden. */
export interface Shown {
  readonly last: number;
  readonly minHidden: number;
}

/** Opcodes of RE2's programs (https://swtch.com/~rsc/regexp/regexp2.html), as the library numbers them. */
const OP = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, fail: 5, match: 6, nop: 7, rune: 8 };
const LAST_RUNE_OP = 11;
/** Conditions that hold at the beginning and at the end of a text, and nowhere else. */
const [BEGIN_TEXT, END_TEXT] = [4, 8];
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;
/** The first code points of 2, 3 and 4 bytes, and the one after the last. */
const UTF8_STEPS = [0x80, 0x800, 0x10000, 0x110000];
/** Steps of counting, some 0.3 s in all; a pattern that takes more is not counted. */
const MAX_WORK = 2_000_000;

/** Characters that no instruction tells apart. */
interface Letter {
  /** The instructions that take them. */
  readonly takers: ReadonlySet<number>;
  /** How many there are of 1, 2, 3 and 4 bytes. */
  readonly sizes: readonly number[];
}

/** A set of instructions where a match may go on: a state of the deterministic automaton. */
interface State {
  readonly isAccepting: boolean;
  /** By letter; null where no word goes on. */
  readonly next: (State | null | undefined)[];
  /** The instructions that take a character here. */
  readonly takers: readonly number[];
}

/** How many beginnings of words lead to which state. */
type Ways = Map<State, number>;
/** By the bytes of the beginnings. */
type WaysByBytes = Map<number, Ways>;

function add(ways: Ways, state: State, more: number, most: number): void {
  ways.set(state, Math.min(most, (ways.get(state) ?? 0) + more));
}

function lastUsed(sizes: readonly number[]): number {
  return sizes.findLastIndex((size) => size > 0);
}

class NotCountedError extends Error {}

function isRuneOp({ op }: Instruction): boolean {
  return op >= OP.rune && op <= LAST_RUNE_OP;
}

/** Code points at which some instruction may change its mind, in order. */
function boundariesOf(instructions: readonly Instruction[]): number[] {
  const boundaries = new Set([0, FIRST_SURROGATE, AFTER_SURROGATES, ...UTF8_STEPS]);
  for (const { runes } of instructions) {
    if (runes.length !== 1) runes.forEach((rune, place) => boundaries.add(rune + (place % 2)));
    else {
      const one = String.fromCodePoint(runes[0] ?? 0);
      for (const twin of [one, one.toLowerCase(), one.toUpperCase()]) {
        const code = twin.codePointAt(0) ?? 0;
        boundaries.add(code).add(code + 1);
      }
    }
  }
  return [...boundaries].filter((code) => code <= 0x110000).sort((one, other) => one - other);
}

/** Ranges of characters, first and last: those of the alphabet, or all of Unicode in few ranges. */
function rangesOf(instructions: readonly Instruction[], alphabet: string | null) {
  if (alphabet !== null) {
    return Array.from(alphabet, (character) => character.codePointAt(0) ?? 0).map((code) => ({
      first: code,
      last: code,
    }));
  }
  const boundaries = boundariesOf(instructions);
  return boundaries
    .slice(0, -1)
    .map((first, place) => ({ first, last: (boundaries[place + 1] ?? 0) - 1 }))
    .filter(({ first }) => first < FIRST_SURROGATE || first >= AFTER_SURROGATES);
}

/** An instruction for one character in any case takes ranges of one only: never one too many. */
function takes(instruction: Instruction, first: number, last: number): boolean {
  const isExact = instruction.runes.length !== 1 || first === last;
  return isExact && instruction.matchRune(first);
}

/**
 * Counts the words of a language, up to `most`: exactly with an alphabet, at least without one, where
 * letters in any case may be left out. Builds only the part of the automaton that is walked.
 */
class Counter {
  private readonly program: Program;
  private readonly language: Language;
  private work = 0;
  private readonly states = new Map<string, State | null>();
  private readonly letters: readonly Letter[];

  constructor(program: Program, language: Language) {
    this.program = program;
    this.language = language;
    this.letters = this.lettersOf();
  }

  count(most: number): number {
    let words = 0;
    for (const { state, ways, bytes } of this.beginnings(this.language.maxBytes, most)) {
      if (bytes > 0 && state.isAccepting) words += ways;
      if (words >= most) break;
    }
    return Math.min(words, most);
  }

  /** The fewest words that look alike: of one ending, long enough to show it, by their longest bytes. */
  countAlike({ last, minHidden }: Shown, most: number): number {
    const longest = Math.max(0, ...this.letters.map(({ sizes }) => 1 + lastUsed(sizes)));
    const hidden: Ways = new Map();
    const room = this.language.maxBytes - last * longest;
    for (const { state, ways, bytes } of this.beginnings(room, most)) {
      if (bytes >= minHidden * longest) add(hidden, state, ways, most);
    }
    return this.fewest(hidden, last, most) ?? 0;
  }

  /** Of all endings of so many characters that words have; null if none has one. */
  private fewest(hidden: Ways, last: number, most: number): number | null {
    if (last === 0) {
      const words = [...hidden].reduce((sum, [one, ways]) => sum + (one.isAccepting ? ways : 0), 0);
      return words === 0 ? null : Math.min(words, most);
    }
    const counts = this.letters.flatMap((_, index) => {
      const there: Ways = new Map();
      this.spend(hidden.size);
      for (const [state, ways] of hidden) {
        const next = this.nextOf(state, index);
        if (next !== null) add(there, next, ways, most);
      }
      return there.size === 0 ? [] : (this.fewest(there, last - 1, most) ?? []);
    });
    return counts.length === 0 ? null : Math.min(...counts);
  }

  /** Beginnings of words of up to `maxBytes`, the shortest first: how many lead to which state. */
  private *beginnings(maxBytes: number, most: number) {
    const start = this.stateOf([this.program.start], BEGIN_TEXT);
    const byBytes: WaysByBytes = new Map([[0, new Map(start === null ? [] : [[start, 1]])]]);
    for (let bytes = 0; bytes <= maxBytes; bytes += 1) {
      for (const [state, ways] of byBytes.get(bytes) ?? []) {
        yield { state, ways, bytes };
        this.spread(state, ways, bytes, { byBytes, most });
      }
      byBytes.delete(bytes);
    }
  }

  private spread(
    state: State,
    ways: number,
    bytes: number,
    { byBytes, most }: { byBytes: WaysByBytes; most: number },
  ): void {
    this.letters.forEach(({ sizes }, index) => {
      const next = this.nextOf(state, index);
      if (next === null) return;
      sizes.forEach((size, place) => {
        if (size === 0) return;
        this.spend(1);
        const there: Ways = byBytes.get(bytes + place + 1) ?? new Map<State, number>();
        byBytes.set(bytes + place + 1, there);
        add(there, next, ways * size, most);
      });
    });
  }

  private nextOf(state: State, index: number): State | null {
    const known = state.next[index];
    if (known !== undefined) return known;
    const takers = this.letters[index]?.takers;
    this.spend(state.takers.length + 1);
    const taking = state.takers.filter((pc) => takers?.has(pc));
    const next = this.stateOf(taking.map((pc) => this.program.getInst(pc).out));
    state.next[index] = next;
    return next;
  }

  private stateOf(targets: readonly number[], atBegin = 0): State | null {
    const name = `${String(atBegin)} ${[...new Set(targets)].sort((one, other) => one - other).join()}`;
    const known = this.states.get(name);
    if (known !== undefined) return known;
    const goingOn = this.closure(targets, atBegin);
    const ending = this.closure(targets, atBegin | END_TEXT);
    const takers = goingOn.filter((pc) => isRuneOp(this.program.getInst(pc)));
    const isAccepting = ending.some((pc) => this.program.getInst(pc).op === OP.match);
    const state = takers.length > 0 || isAccepting ? { isAccepting, takers, next: [] } : null;
    this.states.set(name, state);
    return state;
  }

  /** All instructions that are reached without taking a character, where these conditions hold. */
  private closure(targets: readonly number[], conditions: number): number[] {
    const reached = new Set(targets);
    for (const pc of reached) {
      this.spend(1);
      const { op, out, arg } = this.program.getInst(pc);
      if (op === OP.alt || op === OP.altMatch) reached.add(out).add(arg);
      else if (op === OP.capture || op === OP.nop) reached.add(out);
      else if (op === OP.emptyWidth && (arg & ~conditions) === 0) reached.add(out);
    }
    return [...reached];
  }

  private lettersOf(): Letter[] {
    const takers = this.program.inst.flatMap((one, pc) => (isRuneOp(one) ? [pc] : []));
    const instructions = takers.map((pc) => this.program.getInst(pc));
    const letters = new Map<string, { takers: ReadonlySet<number>; sizes: number[] }>();
    for (const { first, last } of rangesOf(instructions, this.language.alphabet)) {
      this.spend(takers.length);
      const taking = takers.filter((_, place) => {
        const instruction = instructions[place];
        return instruction !== undefined && takes(instruction, first, last);
      });
      if (taking.length === 0) continue;
      const name = taking.join();
      const letter = letters.get(name) ?? { takers: new Set(taking), sizes: [0, 0, 0, 0] };
      const size = UTF8_STEPS.findIndex((step) => first < step);
      letter.sizes[size] = (letter.sizes[size] ?? 0) + last - first + 1;
      letters.set(name, letter);
    }
    return [...letters.values()];
  }

  private spend(steps: number): void {
    this.work += steps;
    if (this.work > MAX_WORK) throw new NotCountedError();
  }
}

/** Conditions on words and lines depend on the neighbours of a place, which a state does not know. */
function isCountable({ op, arg }: Instruction): boolean {
  if (op === OP.emptyWidth) return (arg & ~(BEGIN_TEXT | END_TEXT)) === 0;
  return op >= OP.alt && op <= LAST_RUNE_OP;
}

/**
 * How many words a language has, counted up to `most`, never more than there are; null where that
 * cannot be told within 2 million steps and memory in proportion, or the pattern has `\b`, `\B` or
 * `(?m)`. Where something is shown of a word, how many look alike at least: words of one ending, all
 * long enough to show it. Words are counted, not ways to match them: the pattern's nondeterministic
 * automaton is made deterministic as far as it is walked (the subset construction).
 * @throws Error (of RE2) if the pattern is not in RE2's syntax
 */
export function countWords(
  language: Language,
  most: number,
  shown: Shown = { last: 0, minHidden: 0 },
): number | null {
  const program = RE2JS.compile(language.pattern).re2().prog;
  if (!program.inst.every(isCountable)) return null;
  try {
    const counter = new Counter(program, language);
    return shown.last === 0 ? counter.count(most) : counter.countAlike(shown, most);
  } catch (error) {
    if (error instanceof NotCountedError) return null;
    throw error;
  }
}
