/** Which field runs which steps on which data source: plain data, as the gateway's own table. */
export interface OrderPipeline {
  /** `Type.field`; its resolver is the file `resolvers/<Type.field>.ts`. */
  readonly field: string;
  readonly functions: readonly { readonly name: string; readonly dataSource: 'orders' }[];
}

const INVOKE = [{ name: 'invoke-orders', dataSource: 'orders' }] as const;

export const ORDER_PIPELINES: readonly OrderPipeline[] = [
  { field: 'Query.order', functions: INVOKE },
  { field: 'Mutation.createOrder', functions: INVOKE },
  { field: 'Mutation.payBill', functions: INVOKE },
];
