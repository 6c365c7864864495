import { spawn } from 'node:child_process';
import { Binaries, programPath } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { Endpoint } from './endpoint';
import { Home } from './home';
import { readPostmasterFile, servesHome } from './postmaster-file';
import { cannotRun, runAs } from './run-as';
import { logTail, openLog } from './server-log';
import { serverSettings } from './settings';
import { until } from './until';

const FAST_SHUTDOWN_LIMIT_MS = 30_000;
const IMMEDIATE_SHUTDOWN_LIMIT_MS = 10_000;

/**
 * Starts the server in a session of its own, so that Ctrl-C in the terminal does not reach it before the application has
 * finished with it, and waits until it accepts connections.
 * @param limitMs how long to wait; the server then goes on starting
 * @returns undefined, or the last lines of its log when the server ended instead
 * @throws EmbeddedPostgresError when the operating system cannot run the binaries
 */
export async function launchServer(
  home: Home,
  binaries: Binaries,
  endpoint: Endpoint,
  limitMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const log = await openLog(home);
  const { size } = await log.stat();
  const child = spawn(programPath(binaries, 'postgres'), ['-D', home.data, ...serverSettings(endpoint)], {
    ...runAs(home),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let ended = false;
  let failure: Error | undefined;
  child.once('exit', () => (ended = true));
  child.once('error', (error) => (failure = error));
  child.unref();
  await log.close();
  const outcome = await until(
    async () => {
      if (failure) throw cannotRun(binaries, failure);
      const server = await readPostmasterFile(home);
      if (server?.pid === child.pid && server?.ready) return 'ready';
      return ended ? 'ended' : undefined;
    },
    limitMs,
    signal,
  );
  return outcome === 'ended' ? logTail(home, size) : undefined;
}

/**
 * Shuts the server of this home down and waits until its process is gone: open transactions are rolled back, and sessions
 * closed; after 30 s without that the server is made to stop at once, and recovers from its log at the next start.
 * @throws EmbeddedPostgresError when it does not stop even so
 */
export async function stopServer(home: Home, binaries: Binaries): Promise<void> {
  const server = await readPostmasterFile(home);
  if (!server || !(await servesHome(server.pid, home))) return;
  const { pid } = server;
  for (const [name, limitMs] of [
    ['SIGINT', FAST_SHUTDOWN_LIMIT_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_LIMIT_MS],
  ] as const) {
    sendSignal(pid, name, binaries);
    if (await until(async () => ((await servesHome(pid, home)) ? undefined : true), limitMs)) return;
  }
  throw new EmbeddedPostgresError(
    `The embedded Postgres (process ${pid}) does not stop; its log is ${home.logFile}.`,
  );
}

/** Windows has no signals; there pg_ctl hands them to the server, which has its own way to receive them. */
function sendSignal(pid: number, name: 'SIGINT' | 'SIGQUIT', binaries: Binaries): void {
  if (process.platform === 'win32') {
    spawn(programPath(binaries, 'pg_ctl'), ['kill', name.slice(3), String(pid)], {
      windowsHide: true,
      stdio: 'ignore',
    });
  } else {
    process.kill(pid, name);
  }
}
