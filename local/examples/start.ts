import { mkdirSync } from 'node:fs';

import type { BillingConfig } from '../../examples/billing/server.ts';
import type { Installation } from '../installation.ts';
import type { Ready } from '../ready.ts';
import type { Supervisor } from '../supervisor.ts';

export interface ExamplesPlace {
  readonly installation: Installation;
  readonly supervisor: Supervisor;
  /** Absolute path of what `npm run build` made. */
  readonly build: string;
  readonly gateway: Pick<Ready, 'graphql' | 'cognito'>;
}

/**
 * Starts the example applications beside the gateway: each a process of its own that knows the
 * gateway by its endpoints alone. Answers where their pages are.
 */
export async function startExamples(place: ExamplesPlace): Promise<{ readonly billing: string }> {
  const { port } = await place.supervisor.start({
    name: 'billing',
    entry: `${place.build}/local/examples/billing.js`,
    config: billingConfig(place),
  });
  return { billing: `http://127.0.0.1:${port}/` };
}

/** BILLING_DATABASE_URL names a MySQL or MariaDB server; without it the database is a file. */
function billingConfig({ installation, build, gateway }: ExamplesPlace): BillingConfig {
  const url = process.env.BILLING_DATABASE_URL;
  const folder = installation.path('billing');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    port: 0,
    database: url === undefined ? { file: `${folder}/billing.db` } : { url },
    pages: `${build}/examples/billing`,
    ...gateway,
  };
}
