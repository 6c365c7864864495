import { prepareBinaries } from './binaries';
import { prepareCluster, removePartialClusters } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { chooseEndpoint, connectionString, Endpoint, isSameEndpoint } from './endpoint';
import { chooseHome } from './home';
import { Ownership } from './ownership';
import { readIfPresent } from './file-system';
import { readPostmasterFile, servesHome } from './postmaster-file';
import { trimLog } from './server-log';
import { stopServer } from './server-process';
import { Cluster, takeServer } from './take-server';
import { until } from './until';

const DATABASE = 'somabrain';
const LOG_TRIM_INTERVAL_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export interface EmbeddedPostgresOptions {
  /** Directory of the data, absolute or relative to the working directory; made where it is missing. */
  readonly dataDirectory: string;
  /** Takes sentences for the person who runs the process, such as where the data lies instead. */
  readonly notice?: (sentence: string) => void;
  /** Takes one sentence each time that the server is lost while it is in use. Default: `notice`. */
  readonly alarm?: (sentence: string) => void;
}

/**
 * A Postgres of our own: a real server whose binaries come from npm and whose data lies in a directory. It outlives our
 * process when that is killed, and the next start on the same directory adopts it.
 */
export class EmbeddedPostgres {
  /** Connection URL of the database's owner, who is the superuser. */
  readonly connectionString: string;
  /** Where data, password, socket and log of the server really lie. */
  readonly dataDirectory: string;
  private readonly stopping = new AbortController();
  private readonly endpoint: Endpoint;
  private readonly logTrimmer: NodeJS.Timeout;
  private ownership: Ownership | undefined;
  private recovery: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | undefined;

  private constructor(
    private readonly cluster: Cluster,
    ownership: Ownership,
    private readonly notice: (sentence: string) => void,
    private readonly alarm: (sentence: string) => void,
  ) {
    this.dataDirectory = cluster.home.directory;
    this.endpoint = ownership.endpoint;
    this.connectionString = connectionString(ownership.endpoint, cluster.password, DATABASE);
    this.logTrimmer = setInterval(() => this.trimLog(), LOG_TRIM_INTERVAL_MS).unref();
    this.hold(ownership);
  }

  /**
   * Starts the server of a data directory, or adopts it if it runs without an owner, and makes both database and
   * directory where they are missing.
   * @throws EmbeddedPostgresError in words for the person who started the process
   */
  static async start({
    dataDirectory,
    notice = () => undefined,
    alarm = notice,
  }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    try {
      const home = await chooseHome(dataDirectory, notice);
      const binaries = await prepareBinaries(home, notice);
      const cluster = { home, binaries, password: await prepareCluster(home, binaries) };
      const ownership = await takeServer(cluster, await chooseEndpoint(home), new AbortController().signal);
      const postgres = new EmbeddedPostgres(cluster, ownership, notice, alarm);
      await postgres.complete(ownership);
      return postgres;
    } catch (cause) {
      if (cause instanceof EmbeddedPostgresError) throw cause;
      throw new EmbeddedPostgresError(
        `The embedded Postgres in ${dataDirectory} could not be started: ${messageOf(cause)}. ` +
          'Check the permissions and the free space there, or choose another directory in SOMABRAIN_DATA_DIR.',
        { cause },
      );
    }
  }

  /**
   * The connection URL of the server of a data directory, if it runs, whoever owns it.
   * @throws EmbeddedPostgresError when the directory cannot be reached
   */
  static async findRunning(dataDirectory: string): Promise<string | null> {
    const home = await chooseHome(dataDirectory, () => undefined);
    const server = await readPostmasterFile(home);
    const password = await readIfPresent(home.passwordFile);
    if (!server?.ready || !password || !(await servesHome(server.pid, home))) return null;
    return connectionString(server.endpoint, password.trim(), DATABASE);
  }

  /**
   * Shuts the server down and waits until it is gone. Sessions that are still open are closed, their transactions rolled
   * back. Does nothing the second time, nor while a lost server has not been taken again.
   */
  stop(): Promise<void> {
    this.stopped ??= this.shutDown();
    return this.stopped;
  }

  private async complete(ownership: Ownership): Promise<void> {
    try {
      await ownership.createDatabase(DATABASE);
      await removePartialClusters(this.cluster.home);
      await trimLog(this.cluster.home);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  private hold(ownership: Ownership): void {
    this.ownership = ownership;
    void ownership.ended.then(() => {
      this.ownership = undefined;
      if (!this.stopping.signal.aborted) this.recovery = this.recover();
    });
  }

  /**
   * The owner's session ended although we did not stop: the server crashed, its disk was full, or someone else shut it down. It is started
   * again until it runs: a disk that is full today has room tomorrow.
   */
  private async recover(): Promise<void> {
    const { signal } = this.stopping;
    this.alarm('The embedded Postgres went away; it is being started again.');
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const ownership = await takeServer(this.cluster, this.endpoint, signal);
        this.hold(ownership);
        this.notice(
          isSameEndpoint(ownership.endpoint, this.endpoint)
            ? 'The embedded Postgres is back.'
            : 'The embedded Postgres is back, but at another address: start SomaBrain again.',
        );
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0)
          this.notice(
            `The embedded Postgres does not come back yet; it is tried again until it does. The reason: ${messageOf(error)}`,
          );
        await pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), signal);
      }
    }
  }

  private trimLog(): void {
    trimLog(this.cluster.home).catch((error: unknown) => {
      this.notice(`The log of the embedded Postgres could not be shortened: ${messageOf(error)}`);
    });
  }

  private async shutDown(): Promise<void> {
    clearInterval(this.logTrimmer);
    this.stopping.abort();
    await this.recovery;
    const { ownership, cluster } = this;
    if (!ownership) return;
    // Owned until it is gone: a start at this moment is refused instead of adopting a server that is about to end.
    try {
      await stopServer(cluster.home, cluster.binaries);
    } finally {
      await ownership.release();
    }
  }
}

/** Waits so long, or until the signal. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await until(() => Promise.resolve(signal.aborted || undefined), milliseconds);
}

function messageOf(error: unknown): string {
  return String(error).replace(/^Error: /, '');
}
