/**
 * The text of an operation, with the types of what it takes and answers: a text of this package, or
 * what codegen makes with `documentMode: string`. Syntax trees are none: sending them takes graphql-js.
 */
// A class that extends String is what codegen's own plugins make.
// eslint-disable-next-line @typescript-eslint/no-wrapper-object-types
export interface TypedDocument<Result, Variables> extends String {
  /** For types only; never there. */
  __apiType?: (variables: Variables) => Result;
}
