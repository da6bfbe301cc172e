import { createRewrap } from './run.ts';
import { createRewrapServices } from './services.ts';

const rewrap = createRewrap(createRewrapServices(process.env));

/** The rewrap's entry point, called by a schedule: what it is called with does not matter. */
export function handler(_event: unknown, context: { readonly awsRequestId: string }) {
  return rewrap(context.awsRequestId);
}
