import type { Item, RunningVault } from './vault.ts';

/**
 * What is only half there, in words: empty if every item of the tables has what belongs to it. A
 * record names its fingerprint item and that names it; limited uses have their state item; a state
 * item has its record, of the version it knows, or is a tombstone; what an idempotency item names
 * was made; of approvals there are as many as were numbered, and each state was told of.
 */
export async function halfVisible(vault: RunningVault): Promise<string[]> {
  const tables = { vault: 'VAULT_TABLE', control: 'CONTROL_TABLE', cvc: 'CVC_TABLE' } as const;
  const [records, states, codes] = await Promise.all(
    [tables.vault, tables.control, tables.cvc].map(async (name) => byKey(await vault.items(name))),
  );
  if (records === undefined || states === undefined || codes === undefined) return [];
  const told = new Set(
    (await vault.items('NOTICES_TABLE')).map(
      ({ tenant, approval, state }) => `${tenant?.S ?? ''} ${approval?.S ?? ''} ${state?.S ?? ''}`,
    ),
  );
  const held = new Map([...records, ...codes]);
  return [
    ...[...held].flatMap(([key, record]) => wrongInRecord(key, record, records, states)),
    ...[...records].flatMap(([key, item]) => wrongInFingerprint(key, item, records)),
    ...[...states].flatMap(([key, item]) => wrongInState(key, item, held, states)),
    ...[...states].flatMap(([key, item]) => wrongInApprovals(key, item, states)),
    ...[...states].flatMap(([key, item]) => untold(key, item, told)),
  ];
}

type Items = ReadonlyMap<string, Item>;

function byKey(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.pk?.S ?? '', item]));
}

function wrongInRecord(key: string, record: Item, records: Items, states: Items): string[] {
  if (!key.includes('#token#')) return [];
  const token = key.slice(key.indexOf('#token#') + 7);
  const named = record.fingerprint?.S;
  const names = named === undefined ? token : records.get(named)?.token?.S;
  const needsState = record.maxUses !== undefined || Number(record.version?.N) > 0;
  return [
    ...(names === token ? [] : ['a record without its fingerprint']),
    ...(!needsState || states.has(key) ? [] : ['a record without its state']),
  ];
}

function wrongInFingerprint(key: string, item: Item, records: Items): string[] {
  if (!key.includes('#fingerprint#')) return [];
  const [tenant = ''] = key.split('#');
  const isThere = records.has(`${tenant}#token#${item.token?.S ?? ''}`);
  return isThere ? [] : ['a fingerprint without its record'];
}

function wrongInApprovals(key: string, item: Item, states: Items): string[] {
  if (!key.endsWith('#approvals')) return [];
  const numbers = Array.from({ length: Number(item.newest?.N) }, (_, at) => at + 1);
  const missing = numbers.filter((number) => !states.has(`${key.slice(0, -1)}#${number}`));
  return missing.map(() => 'a number without its approval');
}

function untold(key: string, item: Item, told: ReadonlySet<string>): string[] {
  const [tenant = '', kind, number = ''] = key.split('#');
  if (kind !== 'approval') return [];
  return told.has(`${tenant} approval-${number} ${item.state?.S ?? ''}`)
    ? []
    : ['an approval that nobody was told of'];
}

function wrongInState(key: string, item: Item, held: Items, states: Items): string[] {
  if (key.includes('#idempotency#')) {
    const token = item.token?.S;
    const [tenant = ''] = key.split('#');
    const named = `${tenant}#token#${token ?? ''}`;
    const approval = `${tenant}#approval#${token?.replace('approval-', '') ?? ''}`;
    const isMade =
      token === undefined || held.has(named) || states.has(named) || states.has(approval);
    return isMade ? [] : ['an idempotency item without its token'];
  }
  if (!key.includes('#token#')) return [];
  const record = held.get(key);
  if (item.state?.S === 'ERASED') return record === undefined ? [] : ['an erased record'];
  if (record === undefined) return ['a state without its record'];
  const isSame = record.state?.S === item.state?.S && record.version?.N === item.recordVersion?.N;
  return isSame ? [] : ['a record that differs from its state'];
}
