import {
  type Configuration,
  ConfigurationError,
  EXIT_CONFIGURATION,
  loadConfiguration,
  readEnvironment,
} from '@somabrain/config';
import { UnmigratedDatabase } from '@somabrain/database';
import { bufferedOutput, createLogger, ignoreBrokenPipes, type Logger, VERSION } from '@somabrain/kernel';
import { requireFiles } from '@somabrain/http';
import { divertForeignLines } from './foreign-lines';
import type { RunningService } from './start-http-service';

const EXIT_FAILURE = 1;
const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** How a process starts its service, and what it tells the person at the terminal. */
export interface Service {
  readonly process: 'api' | 'memory' | 'cognition';
  readonly start: (configuration: Configuration, logger: Logger) => Promise<RunningService>;
  /** Lines for a terminal in development: what can be opened now. */
  readonly describe: (service: RunningService, configuration: Configuration) => readonly string[];
}

/** The life of a process that serves: from its environment until a signal stops it. Sets the exit code; never rejects. */
export async function runService(service: Service): Promise<void> {
  ignoreBrokenPipes();
  try {
    await serve(service);
    process.exitCode = 0;
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${sentence}\n`);
    const isConfiguration = error instanceof ConfigurationError || error instanceof UnmigratedDatabase;
    process.exitCode = isConfiguration ? EXIT_CONFIGURATION : EXIT_FAILURE;
  }
}

async function serve({ process: kind, start, describe }: Service): Promise<void> {
  const stopRequested = onStopSignal();
  requireFiles();
  const { configuration, warnings } = loadConfiguration(readEnvironment(), { process: kind });
  const logger = createLogger(configuration.logging.level, bufferedOutput());
  divertForeignLines(logger);
  for (const warning of warnings) logger.warn({}, warning);
  const running = await start(configuration, logger);
  if (configuration.mode === 'development') {
    const lines = [`SomaBrain ${VERSION} is ready. Ctrl-C stops it.`, ...describe(running, configuration)];
    process.stdout.write(`\n${lines.join('\n')}\n\n`);
  } else {
    logger.info({ url: running.url, mode: configuration.mode, version: VERSION }, 'listening');
  }
  const signal = await stopRequested;
  logger.info({ signal }, 'stopping');
  await running.stop();
  logger.info({}, 'stopped');
}

/** Resolves at the first signal; the second ends the process at once. */
function onStopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let signals = 0;
    for (const [signal, exitCode] of Object.entries(STOP_SIGNALS)) {
      process.on(signal, () => {
        signals += 1;
        if (signals > 1) process.exit(exitCode);
        resolve(signal);
      });
    }
  });
}
