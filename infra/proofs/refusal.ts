/**
 * Something that the prover does not understand. It proves nothing then: what it cannot resolve or
 * evaluate may be the very hole that it looks for.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
