import type { Configuration } from './configuration.ts';

/** Where in the code a requirement is met: a file and a name that it exports. */
export interface Control {
  readonly file: string;
  readonly name: string;
}

/** A test, or a group of tests, by the file and the title that its source declares. */
export interface TestReference {
  readonly file: string;
  readonly title: string;
}

/** A value that the control goes by, read from code, configuration or template, never written here. */
export interface Setting {
  readonly name: string;
  readonly where: string;
  readonly read: (configuration: Configuration) => unknown;
}

/** What a requirement demands that is not there, or that nobody has seen work where it counts. */
export interface Gap {
  readonly kind: 'not met' | 'not verified';
  readonly what: string;
}

export interface Requirement {
  /** As its norm numbers it; ours where the norm has no number. */
  readonly id: string;
  /** In our own words: the norm's text governs. */
  readonly demand: string;
  readonly controls: readonly Control[];
  readonly tests: readonly TestReference[];
  readonly settings: readonly Setting[];
  readonly gaps: readonly Gap[];
}

/** The requirements of one norm that this repository is held against. */
export interface Norm {
  readonly title: string;
  /** How its text was known to whoever wrote the demands. */
  readonly basis: string;
  readonly requirements: readonly Requirement[];
}

export function exported(file: string, ...names: readonly string[]): Control[] {
  return names.map((name) => ({ file, name }));
}

export function shownIn(file: string, ...titles: readonly string[]): TestReference[] {
  return titles.map((title) => ({ file, title }));
}

export function notMet(what: string): Gap {
  return { kind: 'not met', what };
}

/** Of what only a deployment can show. */
export const NOT_ON_AWS: Gap = { kind: 'not verified', what: 'Not yet verified on AWS.' };

export function notVerified(what: string): Gap {
  return { kind: 'not verified', what };
}
