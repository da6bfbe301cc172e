import { startBilling } from '../../examples/billing/server.ts';
import type { BillingConfig } from '../../examples/billing/server.ts';
import { runChild } from '../protocol/child.ts';

runChild<BillingConfig>(startBilling);
