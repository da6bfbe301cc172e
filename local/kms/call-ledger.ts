/** How often a principal called an operation since the KMS started. */
export interface CallCount {
  readonly operation: string;
  readonly principal: string;
  /** All calls, the refused ones included. */
  readonly calls: number;
  readonly refused: number;
}

/** Counts calls in memory; it holds names only, never what was sent. */
export interface CallLedger {
  record(operation: string, principal: string, refused: boolean): void;
  counts(): readonly CallCount[];
}

export function createCallLedger(): CallLedger {
  const byCaller = new Map<string, CallCount>();
  return {
    record: (operation, principal, refused) => {
      const id = `${operation} ${principal}`;
      const before = byCaller.get(id) ?? { operation, principal, calls: 0, refused: 0 };
      byCaller.set(id, {
        ...before,
        calls: before.calls + 1,
        refused: before.refused + (refused ? 1 : 0),
      });
    },
    counts: () => [...byCaller.values()],
  };
}
