import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Endpoint, isSocket, LOOPBACK } from './endpoint';
import { isSystemError, readIfPresent } from './file-system';
import { Home } from './home';

/** What a server says of itself in its data directory, see "postmaster.pid" in Postgres' src/include/utils/pidfile.h. */
export interface RunningServer {
  readonly pid: number;
  readonly ready: boolean;
  readonly endpoint: Endpoint;
}

/** Reads postmaster.pid; undefined when there is none or its server has only begun to write it. It may be out of date. */
export async function readPostmasterFile(home: Home): Promise<RunningServer | undefined> {
  const text = await readIfPresent(postmasterFile(home));
  return text === undefined ? undefined : parsePostmasterFile(text);
}

/** The lines are: pid, data directory, start time, port, socket directory, address, shared memory, state. */
export function parsePostmasterFile(text: string): RunningServer | undefined {
  const [pid, , , port, socketDirectory = '', , , state] = text.split('\n').map((line) => line.trim());
  if (!pid || !Number(pid)) return undefined;
  return {
    pid: Number(pid),
    ready: state === 'ready',
    endpoint: { host: socketDirectory === '' ? LOOPBACK : socketDirectory, port: Number(port) },
  };
}

/**
 * Whether the process with this id is alive and is the Postgres server of this home, rather than another process that was
 * given the id of a dead one. Windows tells us only whether it is alive.
 */
export async function servesHome(pid: number, home: Home): Promise<boolean> {
  if (process.platform === 'win32') return isAlive(pid);
  const command = process.platform === 'linux' ? await commandOnLinux(pid) : await commandByPs(pid);
  return command.includes('postgres') && command.includes(` -D ${home.data} `);
}

/**
 * Removes the lock files of a server that is gone, where their process id now belongs to a living process: Postgres would
 * take that one for its predecessor. It deals with dead ones itself, and knows better (shared memory in use).
 */
export async function removeMisleadingLocks(home: Home, endpoint: Endpoint): Promise<void> {
  const socketLock = isSocket(endpoint) ? [join(endpoint.host, `.s.PGSQL.${endpoint.port}.lock`)] : [];
  for (const file of [postmasterFile(home), ...socketLock]) {
    const text = await readIfPresent(file);
    const pid = Number(text?.split('\n', 1)[0]);
    if (!pid || !isAlive(pid) || (await servesHome(pid, home))) continue;
    // Another start may have replaced the file meanwhile. Should it do so at this very moment, two servers still cannot
    // meet: Postgres also finds the other one's shared memory, by the data directory's inode.
    if ((await readIfPresent(file)) === text) await rm(file, { force: true });
  }
}

function postmasterFile(home: Home): string {
  return join(home.data, 'postmaster.pid');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

async function commandOnLinux(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ESRCH', 'EACCES')) return '';
    throw error;
  }
}

/** ps fails, and prints nothing, when there is no such process. */
function commandByPs(pid: number): Promise<string> {
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], (_error, stdout) => resolve(stdout));
  });
}
