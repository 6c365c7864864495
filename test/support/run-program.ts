import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const PROJECT = join(__dirname, '..', '..');

/** What a call of a program did. */
export interface ProgramRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface ProgramOptions {
  /** Default: the project's directory. */
  readonly cwd?: string;
  /** Beside PATH and HOME; default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from its standard input. */
  readonly input?: string;
}

/** Runs a program until its end. @throws when it is not there */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd = PROJECT, env = {}, input = '' }: ProgramOptions = {},
): Promise<ProgramRun> {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
  // A program may end before it has read all of its input; how it ended says the rest.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') child.emit('error', error);
  });
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, ...written };
}

/** Runs a program that must succeed. @returns what it printed @throws with everything it said when it fails */
export async function outputOf(
  program: string,
  args: readonly string[],
  options?: ProgramOptions,
): Promise<string> {
  const { code, out, err } = await runProgram(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${out}${err}`);
  return out;
}
