import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The program that CHROMIUM names, or Debian's on the PATH; null where there is none. */
export function findChromium(): string | null {
  if (process.env.CHROMIUM !== undefined) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(':');
  return (
    folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram) ?? null
  );
}

/** As every browser under test is started. */
export const launchOptions = () => ({
  executablePath: findChromium() ?? '',
  // Where tests run as root, as in a container, the sandbox cannot start.
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-dev-shm-usage'],
});
