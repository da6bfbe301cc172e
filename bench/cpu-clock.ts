/** What some work took: the time of this process on a core is what a busy machine does not falsify. */
export interface Took {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** The whole process counts, garbage collection and its threads included. */
export async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - wall };
}
