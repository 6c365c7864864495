import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@somabrain/database';
import { treeCpuSeconds } from './process-cpu';

/**
 * Runs `work` on a Postgres of its own, with synchronous_commit on, which leaves nothing behind.
 * @param work is given its DSN, and what tells the seconds of CPU that all its processes have used
 */
export async function withPostgres(work: (dsn: string, cpu: () => number) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'somabrain-bench-'));
  await chmod(directory, 0o755); // as root the server has an account of its own, which must be able to enter
  const server = await EmbeddedPostgres.start({ dataDirectory: directory });
  try {
    const file = await readFile(join(server.dataDirectory, 'data', 'postmaster.pid'), 'utf8');
    await work(server.connectionString, () => treeCpuSeconds(Number.parseInt(file, 10)));
  } finally {
    await server.stop();
    await rm(server.dataDirectory, { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  }
}
