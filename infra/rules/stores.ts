import { isObject, listOf } from '../proofs/stack-template.ts';
import type { Resource } from '../proofs/assembly.ts';
import type { Model } from '../proofs/model.ts';
import { consoleBucketName, tableName } from '../names.ts';
import { TABLES } from '../tables.ts';
import type { TableDefinition, TableId } from '../tables.ts';
import { each, none, valueAt } from './rule.ts';
import type { Rule } from './rule.ts';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const KEY = 'AWS::KMS::Key';
const BUCKET = 'AWS::S3::Bucket';

function idOf({ config }: Model, table: Resource): TableId | undefined {
  const ids = Object.keys(TABLES) as TableId[];
  return ids.find((one) => tableName(config, one) === table.name);
}

function definitionOf(model: Model, table: Resource): TableDefinition | undefined {
  const id = idOf(model, table);
  return id === undefined ? undefined : TABLES[id];
}

function isCopied(model: Model, table: Resource): boolean {
  const id = idOf(model, table);
  return id !== undefined && model.config.copies?.tables.includes(id) === true;
}

/** Where a table has to be: in its own Region, and in that of the copies if it has one. */
function regionsOf(model: Model, table: Resource): string[] {
  const { copies } = model.config;
  return isCopied(model, table) && copies ? [table.region, copies.region].sort() : [table.region];
}

/** What the record is kept in: every bucket but that of the console's page. */
const ofRecord =
  (holds: (bucket: Resource, model: Model) => boolean) =>
  (bucket: Resource, model: Model): boolean =>
    bucket.name === consoleBucketName(model.config) || holds(bucket, model);

function everyReplica(holds: (replica: Record<string, unknown>) => boolean) {
  return (table: Resource, { assembly }: Model): boolean =>
    listOf(assembly.property(table, 'Replicas')).every(
      (replica) => isObject(replica) && holds(replica),
    );
}

const isRecoverable = everyReplica(
  ({ PointInTimeRecoverySpecification: one }) =>
    isObject(one) && one.PointInTimeRecoveryEnabled === true,
);

const isProtected = everyReplica((replica) => replica.DeletionProtectionEnabled === true);

const hasOwnKey = everyReplica(
  ({ SSESpecification: one }) => isObject(one) && 'KMSMasterKeyId' in one,
);

const outlives = ({ template }: Resource, { config }: Model): boolean =>
  !config.retainData || template.DeletionPolicy === 'Retain';

const isSigning = (key: Resource): boolean => key.properties.KeyUsage === 'SIGN_VERIFY';

/** What holds data, keys or the record of what was done. */
export const STORE_RULES: readonly Rule[] = [
  each(
    'Tables are recoverable to any second, but that of card verification codes',
    TABLE,
    (table, model) =>
      definitionOf(model, table)?.backups === 'none'
        ? !isRecoverable(table, model)
        : isRecoverable(table, model),
  ),
  each(
    'Tables are protected from deletion',
    TABLE,
    (table, model) => !model.config.retainData || isProtected(table, model),
  ),
  each(
    'Tables are encrypted with a key of ours',
    TABLE,
    (table, model) =>
      hasOwnKey(table, model) && valueAt(model, table, 'SSESpecification.SSEEnabled') === true,
  ),
  each(
    'Tables with values have no stream but that which they are copied by',
    TABLE,
    (table, model) => {
      const isStreamed = model.assembly.property(table, 'StreamSpecification') !== undefined;
      const mayBe = definitionOf(model, table)?.isStreamed === true || isCopied(model, table);
      return isStreamed === mayBe;
    },
  ),
  each(
    'Tables are copied where they are configured to be, and nowhere else',
    TABLE,
    (table, model) => {
      const replicas = listOf(model.assembly.property(table, 'Replicas')).filter(isObject);
      const found = replicas.map(({ Region }) => String(Region)).sort();
      return found.join() === regionsOf(model, table).join();
    },
  ),
  each('Tables outlive their stacks', TABLE, outlives),
  each(
    'Keys outlive their stacks and go after a month',
    KEY,
    (key, model) => outlives(key, model) && key.properties.PendingWindowInDays === 30,
  ),
  each(
    'Keys that encrypt are rotated',
    KEY,
    (key) => isSigning(key) || key.properties.EnableKeyRotation === true,
  ),
  none('No key is replicated', 'AWS::KMS::ReplicaKey'),
  each(
    'Checkpoints and the trail are locked in compliance mode',
    BUCKET,
    ofRecord(
      (bucket, model) =>
        valueAt(model, bucket, 'ObjectLockConfiguration.Rule.DefaultRetention.Mode') ===
        'COMPLIANCE',
    ),
  ),
  each(
    'Checkpoints and the trail keep every version',
    BUCKET,
    ofRecord(
      (bucket, model) => valueAt(model, bucket, 'VersioningConfiguration.Status') === 'Enabled',
    ),
  ),
  each('Buckets are closed to the public', BUCKET, (bucket, model) => {
    const block = model.assembly.property(bucket, 'PublicAccessBlockConfiguration');
    return isObject(block) && Object.values(block).filter((one) => one === true).length === 4;
  }),
];
