import type { Operation } from '../../../../functions/vault/event.ts';

/** A token made for a case, with the arguments that made it. */
export interface Specimen {
  readonly token: string;
  readonly input: { readonly plaintext: string; readonly idempotencyKey?: string };
}

/** Something to ask about a specimen, and what is answered while its item is untouched. */
export interface Question {
  readonly operation: Operation;
  readonly about: (specimen: Specimen) => object;
  /** A code. */
  readonly genuine: string;
}

export const byToken = ({ token }: Specimen) => ({ input: { token } });
export const forPurpose = ({ token }: Specimen) => ({ token, purpose: 'FRAUD_REVIEW' });

export const view = (genuine = 'OK'): Question => ({
  operation: 'token',
  about: ({ token }) => ({ token }),
  genuine,
});
export const resolve = (genuine = 'OK'): Question => ({
  operation: 'detokenizeBatch',
  about: forPurpose,
  genuine,
});
export const release = (genuine = 'OK'): Question => ({
  operation: 'release',
  about: forPurpose,
  genuine,
});
export const again: Question = {
  operation: 'tokenizeBatch',
  about: ({ input }) => input,
  genuine: 'OK',
};
export const change = (
  operation: 'revokeToken' | 'restoreToken' | 'eraseToken',
  genuine = 'OK',
): Question => ({ operation, about: byToken, genuine });

/** The question with the idempotency key that came with the specimen. */
export const withKey = (question: Question): Question => ({
  ...question,
  about: (specimen) => {
    const { input: inner, ...asked } = question.about(specimen) as { input?: object };
    const { idempotencyKey } = specimen.input;
    return inner === undefined
      ? { ...asked, idempotencyKey }
      : { input: { ...inner, idempotencyKey } };
  },
});
