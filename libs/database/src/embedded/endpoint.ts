import { createServer } from 'node:net';
import { join } from 'node:path';
import { SUPERUSER } from './cluster';
import { Home } from './home';

/** Where a server listens: the folder of its Unix socket, or the loopback address; and the port, which also names the socket. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export const LOOPBACK = '127.0.0.1';
const SOCKET_PORT = 5432;
/** A socket's path has room for 107 bytes on Linux and 103 on macOS (sun_path in unix(7)). */
const LONGEST_SOCKET_PATH = 90;

/** A Unix socket in the private home directory, or a free loopback port where the path is too long or there are no such sockets. */
export async function chooseEndpoint(home: Home): Promise<Endpoint> {
  const socket = join(home.directory, `.s.PGSQL.${SOCKET_PORT}`);
  const fits = Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH;
  return fits && process.platform !== 'win32' ? { host: home.directory, port: SOCKET_PORT } : freeLoopback();
}

/** A port on the loopback address that nobody listened on a moment ago. */
export async function freeLoopback(): Promise<Endpoint> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return { host: LOOPBACK, port };
}

export function isSocket(endpoint: Endpoint): boolean {
  return endpoint.host !== LOOPBACK;
}

export function isSameEndpoint(one: Endpoint, other: Endpoint): boolean {
  return one.host === other.host && one.port === other.port;
}

/**
 * The connection URL of the superuser. A socket's folder is in the query, where libpq and pg read it; encryption is off
 * explicitly, so that a PGSSLMODE in the environment does not ask for it.
 */
export function connectionString(endpoint: Endpoint, password: string, database: string): string {
  const url = new URL(`postgresql://${SUPERUSER}@localhost:${endpoint.port}/${database}`);
  url.password = password;
  if (isSocket(endpoint)) url.searchParams.set('host', endpoint.host);
  else url.hostname = endpoint.host;
  url.searchParams.set('sslmode', 'disable');
  return url.toString();
}
