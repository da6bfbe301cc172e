/**
 * The wiring table: which field runs which pipeline on which data source. Plain data, the only
 * place that says so; the CDK app, the loopback runtime and the tests all read it.
 */

export interface PipelineFunction {
  /** The file `resolvers/pipeline/<name>.ts`. */
  readonly name: string;
  readonly dataSource: DataSourceName;
  /** Above 0 AppSync calls the data source once for up to this many items (BatchInvoke). */
  readonly maxBatchSize?: number;
}

export type DataSourceName = 'NONE' | 'vault' | 'keyAdmin';

export interface FieldPipeline {
  /** `Type.field`; its resolver is the file `resolvers/<Type.field>.ts`. */
  readonly field: string;
  readonly functions: readonly PipelineFunction[];
}

const IDENTIFY: PipelineFunction = { name: 'identify', dataSource: 'NONE' };
const INVOKE_VAULT: PipelineFunction = { name: 'invoke-vault', dataSource: 'vault' };
const INVOKE_KEY_ADMIN: PipelineFunction = { name: 'invoke-key-admin', dataSource: 'keyAdmin' };
/** 50 items of a batch, released in one call of the function. */
const RELEASE: PipelineFunction = { name: 'release', dataSource: 'vault', maxBatchSize: 50 };

export const PIPELINES: readonly FieldPipeline[] = [
  { field: 'Mutation.tokenize', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.tokenizeBatch', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.detokenize', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.detokenizeBatch', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Detokenization.plaintext', functions: [IDENTIFY, RELEASE] },
  { field: 'Mutation.charge', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.revokeToken', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.restoreToken', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.eraseToken', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.createTenant', functions: [IDENTIFY, INVOKE_KEY_ADMIN] },
  { field: 'Mutation.eraseTenant', functions: [IDENTIFY, INVOKE_KEY_ADMIN] },
  { field: 'Mutation.rotateKeys', functions: [IDENTIFY, INVOKE_KEY_ADMIN] },
  { field: 'Mutation.startRewrap', functions: [IDENTIFY, INVOKE_KEY_ADMIN] },
  { field: 'Query.rewrapStatus', functions: [IDENTIFY, INVOKE_KEY_ADMIN] },
  { field: 'Query.tenants', functions: [IDENTIFY, INVOKE_KEY_ADMIN] },
  { field: 'Mutation.setBudget', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.seedHoneyToken', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.requestApproval', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.decideApproval', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Mutation.revokeApproval', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.approvals', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.budgets', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.knownToken', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.token', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.auditEvents', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.auditProof', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.checkpoints', functions: [IDENTIFY, INVOKE_VAULT] },
  { field: 'Query.me', functions: [IDENTIFY, INVOKE_VAULT] },
];
