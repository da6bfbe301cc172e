import { Command } from 'commander';

import { exportCommand } from './export-command.ts';
import { verifyCommand } from './verify.ts';

// The pinned SDK runs on the Node versions that package.json names.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const program = new Command('gateway')
  .description("The operator's command line.")
  .addCommand(exportCommand())
  .addCommand(verifyCommand())
  // Sub-commands do not inherit it: 1 is for a trail with a fault.
  .exitOverride();
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  const { exitCode, code, message } = error as {
    exitCode?: number;
    code?: string;
    message: string;
  };
  const isCommanders = code?.startsWith('commander.') === true;
  if (!isCommanders) console.error(message);
  process.exitCode = exitCode === 0 ? 0 : 2;
}
