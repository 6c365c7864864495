import { loadConfiguration } from '@somabrain/config';
import { createLogger } from '@somabrain/kernel';
import { startService } from '../../../apps/api/src/start-service';
import { type MemoryApart, startMemoryApart, TOKEN } from '../../support/memory-apart';
import { TestDatabase } from '../../support/test-database';
import { isStackRun } from '../../support/servers-of-run';
import { RunningApi } from './running-api';
import { startReplicas } from './start-replicas';

/** Starts the service on a free port and an empty database of its own; in a run on real servers, replicas of it as they are deployed. */
export async function startApi(settings: Record<string, string> = {}): Promise<RunningApi> {
  const database = await newDatabase();
  const start = isStackRun() ? startReplicas : startOn;
  const { url, lines, stop } = await start(database.dsn, settings);
  return new RunningApi(url, lines, async () => {
    await stop();
    await database.drop();
  });
}

/** An API whose memories a memory service keeps. */
export interface ApiApart {
  readonly api: RunningApi;
  readonly database: TestDatabase;
  readonly memory: MemoryApart;
}

/** Starts a memory service and an API that asks it, on an empty database of their own. @param settings of the API */
export async function startApiApart(settings: Record<string, string> = {}): Promise<ApiApart> {
  const database = await newDatabase();
  const memory = await startMemoryApart(database.dsn);
  const { url, lines, stop } = await startOn(database.dsn, {
    SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url,
    SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN,
    ...settings,
  });
  const api = new RunningApi(url, lines, async () => {
    await stop();
    await memory.stop();
    await database.drop();
  });
  return { api, database, memory };
}

/** The two ways that a service keeps memories: a suite of what callers see runs in both. */
export const STARTS = {
  'in one process': () => startApi(),
  'with the memory service apart': async () => (await startApiApart()).api,
};

/** A copy of a migrated database: suites of starts and migrations hold that services migrate. On real servers the first replica does. */
function newDatabase(): Promise<TestDatabase> {
  return TestDatabase.create({ migrated: !isStackRun() });
}

/** Starts an API on a database, with these settings. */
export async function startOn(dsn: string, environment: Record<string, string>) {
  const lines: string[] = [];
  const logger = createLogger('INFO', { write: (line) => lines.push(line) });
  const { configuration } = loadConfiguration({
    SOMABRAIN_POSTGRES_DSN: dsn,
    SOMABRAIN_PORT: '0',
    ...environment,
  });
  const { url, stop } = await startService(configuration, logger);
  return { url, lines, stop };
}
