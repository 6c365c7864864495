import { Binaries } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { Endpoint, freeLoopback } from './endpoint';
import { Home } from './home';
import { Ownership } from './ownership';
import { readPostmasterFile, removeMisleadingLocks, RunningServer, servesHome } from './postmaster-file';
import { launchServer } from './server-process';
import { until } from './until';

/** Crash recovery replays at most max_wal_size of log, which a slow disk does in this time. */
const READY_LIMIT_MS = 120_000;
/** A server that ends because of another one is started again until the other has shown itself or gone. */
const CONTENTION_LIMIT_MS = 10_000;

/** Messages of a server that ended for lack of a lock, a port or shared memory that someone else has for the moment. */
const CONTENTION =
  /lock file ".*" already exists|shared memory block|could not bind|could not create any|is another (postmaster|server)/i;

/** What there is to serve, and with what. */
export interface Cluster {
  readonly home: Home;
  readonly binaries: Binaries;
  readonly password: string;
}

/**
 * Comes to own the server of a cluster: adopts the one that runs, such as an orphan of a killed process, else starts one.
 * A server that starts, recovers or shuts down is waited for.
 * @param endpoint where a server that must be started shall listen; a running one is used where it is
 * @throws EmbeddedPostgresError when another process owns the server, or it cannot be started
 */
export async function takeServer(
  cluster: Cluster,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Ownership> {
  const { home } = cluster;
  const began = performance.now();
  const left = () => READY_LIMIT_MS - (performance.now() - began);
  let wanted = endpoint;
  while (left() > 0) {
    const ownership = await adopt(cluster, left(), signal);
    if (ownership) return ownership;
    await removeMisleadingLocks(home, wanted);
    const lastWords = await launchServer(home, cluster.binaries, wanted, left(), signal);
    if (lastWords === undefined) continue;
    const waited = performance.now() - began;
    if (!CONTENTION.test(lastWords) || waited > CONTENTION_LIMIT_MS) throw didNotStart(home, lastWords);
    // Some file systems have no sockets (shared folders of virtual machines); and a port may be taken since we chose it.
    if (/could not (bind|create)/.test(lastWords)) wanted = await freeLoopback();
  }
  throw new EmbeddedPostgresError(
    `The embedded Postgres in ${home.directory} is not ready after ${READY_LIMIT_MS / 1000} s; it may still be recovering. ` +
      `See ${home.logFile}, and start SomaBrain again: it goes on with the same server.`,
  );
}

/** Owns the server that runs; undefined when none does. */
async function adopt(cluster: Cluster, limitMs: number, signal: AbortSignal): Promise<Ownership | undefined> {
  const { home } = cluster;
  const found = await until(
    async () => {
      const server = await readPostmasterFile(home);
      if (!server) return 'none';
      return (await own(server, cluster)) ?? ((await servesHome(server.pid, home)) ? undefined : 'none');
    },
    limitMs,
    signal,
  );
  return found === 'none' ? undefined : found;
}

async function own(server: RunningServer, { home, password }: Cluster): Promise<Ownership | undefined> {
  if (!server.ready) return undefined;
  const claim = await Ownership.claim(server.endpoint, home, password);
  if (claim === 'silent') return undefined;
  if (claim === 'foreign') {
    if (!(await servesHome(server.pid, home))) return undefined;
    throw new EmbeddedPostgresError(
      `The Postgres that serves ${home.directory} (process ${server.pid}) refuses the password in ${home.passwordFile}. ` +
        'Put the right file back from a backup.',
    );
  }
  if (claim === 'taken') throw inUse(home);
  return claim;
}

function inUse(home: Home): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Another SomaBrain is using the database in ${home.directory}: stop it first, or give this one another directory in SOMABRAIN_DATA_DIR.`,
  );
}

function didNotStart(home: Home, lastWords: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded Postgres in ${home.directory} did not start. The end of ${home.logFile}:\n${lastWords}`,
  );
}
