import { DecideApprovalDocument, RequestApprovalDocument } from '../client/generated/operations.ts';
import { callAs } from './call.ts';
import type { OpenGateway } from './gateway.ts';

/**
 * So many plaintexts nobody may take alone: payment staff ask, an approver agrees, and the id of the
 * grant goes with each request for a value.
 */
export async function approveReleases({ ready }: OpenGateway, count: number): Promise<string> {
  const staff = await callAs(ready, 'acme-payments');
  const approver = await callAs(ready, 'acme-approver');
  const { requestApproval } = await staff(RequestApprovalDocument, {
    input: {
      count,
      purpose: 'PAYMENT',
      ticket: 'DEMO-1',
      reason: 'The demonstration compares what comes back with what went in.',
      minutes: 5,
    },
  });
  const { id } = requestApproval;
  await approver(DecideApprovalDocument, { input: { id, decision: 'APPROVE' } });
  return id;
}
