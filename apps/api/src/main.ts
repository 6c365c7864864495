import 'reflect-metadata';
import {
  type Configuration,
  ConfigurationError,
  EXIT_CONFIGURATION,
  loadConfiguration,
  readEnvironment,
} from '@somabrain/config';
import { createLogger, type Logger, VERSION } from '@somabrain/kernel';
import { type RunningService, startService } from './start-service';

const EXIT_FAILURE = 1;
const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

async function main(): Promise<void> {
  const stopRequested = onStopSignal();
  const { configuration, warnings } = loadConfiguration(readEnvironment());
  const logger = createLogger(configuration.logging.level);
  for (const warning of warnings) logger.warn({}, warning);
  const service = await startService(configuration, logger);
  announce(service, configuration, logger);
  const signal = await stopRequested;
  logger.info({ signal }, 'stopping');
  await service.stop();
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

function announce({ url, dataDirectory }: RunningService, { mode }: Configuration, logger: Logger): void {
  if (mode !== 'development') {
    logger.info({ url, mode, version: VERSION }, 'listening');
    return;
  }
  const postgres = dataDirectory === null ? 'external Postgres' : `embedded Postgres in ${dataDirectory}`;
  process.stdout.write(
    [
      '',
      `SomaBrain ${VERSION} is ready. Ctrl-C stops it.`,
      `  API      ${url}`,
      `  Try it   ${url}/docs`,
      `  Health   ${url}/health`,
      `  Memory   in this process, ${postgres}`,
      '',
      '',
    ].join('\n'),
  );
}

main().then(
  () => {
    process.exitCode = 0;
  },
  (error: unknown) => {
    const sentence = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = error instanceof ConfigurationError ? EXIT_CONFIGURATION : EXIT_FAILURE;
  },
);
