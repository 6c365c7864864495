import { readFileSync } from 'node:fs';
import { ServiceError } from '@somabrain/kernel';

/** For the database, the log, Redis, Kafka and what Node itself opens. */
const FOR_THE_PROCESS = 200;
/** A connection that a file is sent over needs two. */
const FOR_A_CONNECTION = 2;
const FEWEST_FILES = 256;
const MOST_CONNECTIONS = 4_096;

/** How many files this process may open; undefined where the system does not say. */
export function fileLimit(path = '/proc/self/limits'): number | undefined {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined; // not Linux
  }
}

/** Connections that a process may have open with so many files. */
export function mostConnections(files: number | undefined): number {
  if (files === undefined) return MOST_CONNECTIONS;
  const affordable = Math.floor((files - FOR_THE_PROCESS) / FOR_A_CONNECTION);
  return Math.max(1, Math.min(MOST_CONNECTIONS, affordable));
}

/** @throws ServiceError when a service cannot work with so few files */
export function requireFiles(files: number | undefined = fileLimit()): void {
  if (files === undefined || files >= FEWEST_FILES) return;
  throw new ServiceError(
    `This process may open only ${files} files, and a service needs at least ${FEWEST_FILES}: raise the limit to 8392 or more ` +
      '("ulimit -n 8392" in a shell, LimitNOFILE= in systemd, ulimits.nofile in Compose).',
  );
}
