/** Runs a TypeScript program of this project: node scripts/run.mjs path/to/program.ts [--] [arguments] */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, ensureNode, exitOnSetupError, SetupError } from './setup.mjs';

const [node, , program, ...args] = process.argv;

await exitOnSetupError(() => {
  if (!program) throw new SetupError('Usage: node scripts/run.mjs path/to/program.ts [arguments]');
  ensureNode();
  ensureDependencies();
});

const file = resolve(program);
process.argv = [node, file, ...(args[0] === '--' ? args.slice(1) : args)];
process.setSourceMapsEnabled(true);
await import('tsx');
// In this process, so that signals and the exit code are the program's own.
await import(pathToFileURL(file).href);
