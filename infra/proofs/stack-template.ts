/** A stack as synthesized: its template, and where it is to be deployed. */
export interface StackTemplate {
  /** The name that CloudFormation knows, and by which other stacks read its outputs. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DeletionPolicy?: string;
}

export type Properties = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What policies and templates write as one value or as a list of values. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
