import { fork } from 'node:child_process';

import type { LoadOrder, LoadReport } from './load-client.ts';

/** A process of its own that sends requests: what it does costs the gateway's process nothing. */
export interface LoadClient {
  readonly pid: number;
  /** @throws Error when the process ended: a request found no answer */
  run(order: LoadOrder): Promise<LoadReport>;
  close(): void;
}

export function startLoadClient(): LoadClient {
  const child = fork('bench/load-client.ts', { execArgv: ['--import', 'tsx'] });
  return {
    pid: child.pid ?? 0,
    run: (order) =>
      new Promise((resolve, reject) => {
        const fail = () => {
          reject(new Error('The load client ended: a request found no answer.'));
        };
        child.once('exit', fail);
        child.once('message', (report) => {
          child.off('exit', fail);
          resolve(report as LoadReport);
        });
        child.send(order);
      }),
    close: () => {
      child.disconnect();
    },
  };
}
