/** What can be wrong with a trail, and what it means. */
const MEANINGS = {
  CHECKPOINT_UNREADABLE: 'A checkpoint is no checkpoint, or its details are not the signed ones.',
  CHECKPOINT_FORGED: 'A checkpoint was not signed by this key: it was changed or replaced.',
  WRONG_KEY: 'No checkpoint was signed by this key.',
  CHECKPOINT_REPLACED: 'A genuine checkpoint stands in the place of another.',
  CHECKPOINT_MISSING: 'A checkpoint is missing from the chain.',
  BEGINNING_MISSING: 'The first checkpoints of the trail are missing.',
  END_MISSING: 'The newest checkpoints are missing.',
  EVENT_CHANGED: 'An event is not the one that was sealed.',
  EVENT_REMOVED: 'An event that was sealed is missing.',
  EVENT_INSERTED: 'There is an event that was not sealed.',
  EVENT_DUPLICATED: 'An event is there twice.',
  EVENT_REORDERED: 'An event stands before one that it follows.',
  EVENT_UNSEALED:
    'There is an event after the newest checkpoint: that one is missing, or not made.',
} as const;

export type FaultKind = keyof typeof MEANINGS;

/** The first fault of a trail. `place` says where: ids, sequences, files and lines, no content. */
export class TrailFault extends Error {
  override readonly name = 'TrailFault';
  readonly kind: FaultKind;
  readonly place: string;

  constructor(kind: FaultKind, place: string) {
    super(`${kind}: ${MEANINGS[kind]} ${place}`);
    this.kind = kind;
    this.place = place;
  }
}
