import { writeFileSync } from 'node:fs';

import { makeCustomers, toCsv } from './customers.ts';

/** Writes the demo's input file: 1,000 customers from a fixed seed. */
writeFileSync('demo/customers.csv', toCsv(makeCustomers(1000, 20260101)));
