import { createLogger, type Logger } from '@somabrain/kernel';
import { BackgroundLoop } from './background-loop';

const LONG_MS = 3_600_000;

interface Line {
  readonly level: string;
  readonly msg: string;
}

/** A logger and what it logs. */
function logOf(): { logger: Logger; lines: Line[] } {
  const lines: Line[] = [];
  return {
    logger: createLogger('INFO', { write: (line) => lines.push(JSON.parse(line) as Line) }),
    lines,
  };
}

/** Starts a loop of the rounds given, in order. Closes it when none is left, and resolves when it is closed. */
async function run(rounds: readonly (() => number)[]): Promise<Line[]> {
  const { logger, lines } = logOf();
  const left = rounds.values();
  const closed: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const loop = new BackgroundLoop(
      'Counting',
      () => {
        const { value: round } = left.next();
        if (round) return Promise.resolve().then(round);
        closed.push(loop.close());
        resolve();
        return Promise.resolve(LONG_MS);
      },
      logger,
    );
    loop.start();
  });
  await Promise.all(closed);
  return lines;
}

function fail(): never {
  throw new TypeError('a defect');
}

describe('BackgroundLoop', () => {
  it('repeats its round, at once or after the pause that the round asks for', async () => {
    const pauses = [0, 20, 0];
    const began: number[] = [];
    await run(
      pauses.map((pause) => () => {
        began.push(performance.now());
        return pause;
      }),
    );
    const [, second = 0, third = 0] = began;
    expect(began).toHaveLength(3);
    expect(third - second).toBeGreaterThan(15);
  });

  it('logs the first of several failures and the recovery', async () => {
    const lines = await run([fail, fail, () => 0]);
    expect(lines).toMatchObject([
      { level: 'ERROR', msg: 'Counting failed; it is tried again until it works' },
      { level: 'INFO', msg: 'Counting works again', failures: 2 },
    ]);
  });

  it('waits for the round under way when it is closed, and does not log that it fails', async () => {
    const { logger, lines } = logOf();
    const steps: string[] = [];
    const loop = new BackgroundLoop(
      'Counting',
      async () => {
        await loop.sleep(LONG_MS);
        await new Promise((resolve) => setImmediate(resolve));
        steps.push('round ends');
        return fail();
      },
      logger,
    );
    loop.start();
    await loop.close();
    steps.push('closed');
    expect([steps, lines]).toEqual([['round ends', 'closed'], []]);
  });

  it('never begins a round once it is closed', async () => {
    const loop = new BackgroundLoop('Counting', fail, logOf().logger);
    await loop.close();
    loop.start();
    await expect(loop.close()).resolves.toBeUndefined();
  });
});
