import { createAnswer } from './answer.ts';
import { createServices } from './services.ts';

const answer = createAnswer(createServices(process.env));

/** The vault function's entry point. Only AppSync's data source may invoke it. */
export function handler(event: unknown, context: { readonly awsRequestId: string }) {
  return answer(event, context.awsRequestId);
}
