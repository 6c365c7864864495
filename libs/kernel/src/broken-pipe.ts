/**
 * Lets a process go on when whoever read its output has ended: what it says from then on is lost. Without it the first line that nobody takes
 * ends the process with a stack.
 */
export function ignoreBrokenPipes(
  streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
