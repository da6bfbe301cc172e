/** How the sandbox processor answers. */
export type Behaviour =
  'approve' | 'decline' | 'time-out' | 'fail' | 'refuse' | 'redirect' | 'echo';

/** Test numbers, which no issuer gives out. Every other card is approved. */
export const TEST_CARDS = {
  approve: '4111111111111111',
  decline: '4000000000000002',
  /** Charged, and never answered. */
  'time-out': '4000000000000127',
  /** HTTP 500. */
  fail: '4000000000000119',
  /** HTTP 422: nothing was charged. */
  refuse: '4000000000000069',
  /** Redirected, to itself. */
  redirect: '4000000000000341',
  /** Approved, with the card in every part of the answer. */
  echo: '4242424242424242',
} as const satisfies Readonly<Record<Behaviour, string>>;

export const BEHAVIOUR_OF_CARD: ReadonlyMap<string, Behaviour> = new Map(
  Object.entries(TEST_CARDS).map(([behaviour, pan]) => [pan, behaviour as Behaviour]),
);
