import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Configuration } from '@somabrain/config';
import { assertServiceRole, Database } from '@somabrain/database';
import { HealthService } from '@somabrain/health';
import type { Logger } from '@somabrain/kernel';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApplication } from './create-application';
import { prepareDatabase } from './prepare-database';
import { ServiceError } from './service-error';
import { StorageModule } from './storage.module';

/** How long requests under way may take to end once the service stops. */
const DRAIN_MS = 20_000;
const SWEEP_MS = 50;

export interface RunningService {
  readonly url: string;
  /** Where the embedded Postgres keeps its data, if it is used. */
  readonly dataDirectory: string | null;
  /** Answers what is under way, takes nothing new, then closes the pool and stops the embedded Postgres. */
  stop(): Promise<void>;
}

/**
 * Prepares the database and listens.
 * @throws ServiceError, EmbeddedPostgresError, Error with a sentence for the operator; nothing is left running then
 */
export async function startService(configuration: Configuration, logger: Logger): Promise<RunningService> {
  const database = await prepareDatabase(configuration, logger);
  let app: NestExpressApplication | undefined;
  try {
    const settings = { dsn: database.dsn, poolSize: configuration.postgres.poolSize };
    const storage = StorageModule.forRoot(settings, database.dataDirectory !== null);
    app = await createApplication({ configuration, logger, storage });
    await assertServiceRole(app.get(Database, { strict: false }));
    const url = await listen(app, configuration.http);
    return { url, dataDirectory: database.dataDirectory, stop: stopper(app, () => database.release()) };
  } catch (error) {
    await app?.close();
    await database.release();
    throw error;
  }
}

/** Listens without Nest's `listen`, which logs a failure in words of its own before it throws. */
async function listen(app: NestExpressApplication, { host, port }: Configuration['http']): Promise<string> {
  await app.init();
  const server = app.getHttpServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new ServiceError(listenFailure(error, host, port), { cause: error });
  }
  const address = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${address.port}`;
}

function listenFailure(error: unknown, host: string, port: number): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const noSuchAddress = `This machine has no address ${host}. Correct SOMABRAIN_HOST.`;
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken. Stop what listens there, or choose another port in SOMABRAIN_PORT.`,
    EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 in SOMABRAIN_PORT.`,
    EADDRNOTAVAIL: noSuchAddress,
    ENOTFOUND: noSuchAddress,
  };
  return sentences[code] ?? `The service cannot listen on ${host}, port ${port}: ${message}`;
}

function stopper(app: NestExpressApplication, releaseDatabase: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    app.get(HealthService).beginStopping();
    const server = app.getHttpServer();
    // A kept-alive connection becomes idle when its last answer is out, and would hold the server open until it times out.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, SWEEP_MS);
    const deadline = setTimeout(() => {
      server.closeAllConnections();
    }, DRAIN_MS);
    try {
      await app.close();
    } finally {
      clearInterval(sweep);
      clearTimeout(deadline);
      await releaseDatabase();
    }
  };
  return () => (stopped ??= stop());
}
