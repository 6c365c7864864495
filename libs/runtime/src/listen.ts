import type { NestExpressApplication } from '@nestjs/platform-express';
import { HealthService } from '@somabrain/health';
import { ServiceError } from '@somabrain/kernel';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';

/** How long requests under way may take to end once the service stops. */
const DRAIN_MS = 20_000;
const SWEEP_MS = 50;

/**
 * Connections that may wait to be taken. Beyond it the kernel drops them, and clients come back after seconds without an answer; they are to be
 * refused with one. The kernel's own bound (net.core.somaxconn) is the same.
 */
const BACKLOG = 4_096;

/** Where to listen, and the variables that say so. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly variables: { readonly host: string; readonly port: string };
}

/**
 * Listens without Nest's `listen`, which logs a failure in words of its own before it throws.
 * @returns the URL
 * @throws ServiceError
 */
export async function listen(app: NestExpressApplication, address: ListenAddress): Promise<string> {
  const { host, port } = address;
  await app.init();
  const server = app.getHttpServer();
  try {
    server.listen({ port, host, backlog: BACKLOG });
    await once(server, 'listening');
  } catch (error) {
    throw new ServiceError(listenFailure(error, address), { cause: error });
  }
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${(server.address() as AddressInfo).port}`;
}

function listenFailure(error: unknown, { host, port, variables }: ListenAddress): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const noSuchAddress = `This machine has no address ${host}. Correct ${variables.host}.`;
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken. Stop what listens there, or choose another port in ${variables.port}.`,
    EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 in ${variables.port}.`,
    EADDRNOTAVAIL: noSuchAddress,
    ENOTFOUND: noSuchAddress,
  };
  return sentences[code] ?? `The service cannot listen on ${host}, port ${port}: ${message}`;
}

/**
 * How an application ends: it says that it is not ready and goes on for `delayMs`, so that whoever sends requests looks for another; then it
 * takes nothing new, answers what is under way, closes its modules, and does `afterwards`. The second call waits for the first.
 */
export function stopper(
  app: NestExpressApplication,
  delayMs: number,
  afterwards: () => Promise<void>,
): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    app.get(HealthService).beginStopping();
    await pause(delayMs);
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
      await afterwards();
    }
  };
  return () => (stopped ??= stop());
}
