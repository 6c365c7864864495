import 'reflect-metadata';
import { ConfigurationError } from '@somabrain/config';
import { UnmigratedDatabase } from '@somabrain/database';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes';
import { program } from './program';
import { reasonOf } from './reason';

let exitCode: ExitCode = EXIT.done;
const interrupted = new AbortController();

process.once('SIGINT', () => {
  interrupted.abort();
  // A second one ends the process at once.
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
});

for (const stream of [process.stdout, process.stderr]) {
  // As programs end whose reader has gone, `head` for example: without a word.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.brokenPipe);
  });
}

program({
  streams: { out: process.stdout, err: process.stderr },
  signal: interrupted.signal,
  ended: (code) => (exitCode = code),
})
  .parseAsync()
  .catch((error: unknown) => {
    exitCode = exitCodeOf(error);
  })
  .finally(() => {
    process.exitCode = interrupted.signal.aborted ? EXIT.interrupted : exitCode;
  });

function exitCodeOf(error: unknown): ExitCode {
  // Commander has said what is wrong with the command line, or shown what was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (interrupted.signal.aborted) return EXIT.interrupted;
  process.stderr.write(`${reasonOf(error)}\n`);
  const isConfiguration = error instanceof ConfigurationError || error instanceof UnmigratedDatabase;
  return isConfiguration ? EXIT.configuration : EXIT.failed;
}
