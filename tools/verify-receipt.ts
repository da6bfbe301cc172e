import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { checkReceipt } from './receipt-check.ts';

const USAGE = `Checks the receipt of an erasure. No network is used.

  npm run verify:receipt -- --key PUBLIC_KEY RECEIPT

RECEIPT is a file with what eraseToken or eraseTenant answered: token or tenant, inaccessibleSince,
irrecoverableFrom, statement, signature and keyId, as JSON; \`-\` reads it from standard input. PUBLIC_KEY is the public
half of the key that the receipt names, PEM or DER:

  on AWS       aws kms get-public-key --key-id KEY_ID --query PublicKey --output text \\
                 | base64 --decode > receipt-key.der
  on loopback  receipt-key.pem in the data directory, .gateway/ unless --data-dir said otherwise

Take the key from the vault's operator once and keep it: a receipt cannot vouch for its own key.`;

function main(): number {
  const { values, positionals } = parseArgs({
    options: { key: { type: 'string' } },
    allowPositionals: true,
  });
  const [receipt] = positionals;
  if (values.key === undefined || receipt === undefined || positionals.length > 1) {
    console.error(USAGE);
    return 2;
  }
  const text = readFileSync(receipt === '-' ? 0 : receipt, 'utf8');
  const check = checkReceipt(text, readFileSync(values.key));
  if (!check.isGenuine) {
    console.error(`NOT GENUINE. ${check.reason}`);
    return 1;
  }
  console.log('Genuine. The statement says:');
  for (const [name, value] of Object.entries(check.stated)) console.log(`  ${name}: ${value}`);
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  const what = error instanceof Error ? error.message : 'unknown';
  console.error(`The receipt or the key could not be read: ${what}\n\n${USAGE}`);
  process.exitCode = 2;
}
