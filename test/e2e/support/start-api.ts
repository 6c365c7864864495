import { loadConfiguration } from '@somabrain/config';
import { createLogger } from '@somabrain/kernel';
import { startService } from '../../../apps/api/src/start-service';
import { TestDatabase } from '../../support/test-database';
import { RunningApi } from './running-api';

/** Starts the service on a free port and an empty database of its own. */
export async function startApi(): Promise<RunningApi> {
  const database = await TestDatabase.create({ migrated: false });
  const lines: string[] = [];
  const logger = createLogger('INFO', { write: (line) => lines.push(line) });
  const { configuration } = loadConfiguration({ SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_PORT: '0' });
  const service = await startService(configuration, logger);
  return new RunningApi(service.url, lines, async () => {
    await service.stop();
    await database.drop();
  });
}
