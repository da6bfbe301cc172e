/** What a child process serves. */
export interface ChildService {
  readonly port: number;
  close(): Promise<void>;
}

/** From the supervisor to a child. */
export type ParentMessage<Config> =
  { readonly type: 'start'; readonly config: Config } | { readonly type: 'stop' };

/** From a child to its supervisor. `reason` is for people and holds no received value. */
export type ChildMessage =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'failed'; readonly reason: string };

/**
 * Gives a child process its life cycle: its configuration arrives over the IPC channel (never by
 * arguments or environment, which other processes can read), it answers `ready` with its port, and
 * it ends with its parent, even when that one is killed.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it types the message that carries the configuration
export function runChild<Config>(start: (config: Config) => Promise<ChildService>): void {
  let service: ChildService | null = null;
  const stop = async () => {
    await service?.close();
    process.exit(0);
  };
  // Ctrl-C reaches the whole process group; the parent decides the order in which children stop.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void stop());
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message: ParentMessage<Config>) => {
    if (message.type === 'stop') void stop();
    else void begin(message.config);
  });
  const begin = async (config: Config) => {
    try {
      service = await start(config);
      report({ type: 'ready', port: service.port });
    } catch (error) {
      report({ type: 'failed', reason: error instanceof Error ? error.message : 'unknown' });
    }
  };
}

function report(message: ChildMessage): void {
  process.send?.(message);
}
