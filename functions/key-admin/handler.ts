import { createAnswer } from './answer.ts';
import { createKeyAdminServices } from './services.ts';

const answer = createAnswer(createKeyAdminServices(process.env));

/** The key administration's entry point. Only AppSync's data source and a deployment invoke it. */
export function handler(event: unknown, context: { readonly awsRequestId: string }) {
  return answer(event, context.awsRequestId);
}
