import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs the command that starts and disturbs servers: `COMMAND down|up|pause|resume|kill NAME`.
 * @throws Error where none is given
 */
export function controlOf(server: string): (action: string) => Promise<void> {
  const command = process.env.SOMABRAIN_STACK_CONTROL;
  if (!command) {
    throw new Error('SOMABRAIN_STACK_CONTROL is not set: it names the command that disturbs servers');
  }
  const [program = '', ...args] = command.split(' ');
  return async (action) => {
    await promisify(execFile)(program, [...args, action, server]);
  };
}
