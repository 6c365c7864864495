import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@somabrain/database';

/** Runs `work` on a Postgres of its own, with synchronous_commit on, which leaves nothing behind. @param work is given its DSN */
export async function withPostgres(work: (dsn: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'somabrain-bench-'));
  await chmod(directory, 0o755); // as root the server has an account of its own, which must be able to enter
  const server = await EmbeddedPostgres.start({ dataDirectory: directory });
  try {
    await work(server.connectionString);
  } finally {
    await server.stop();
    await rm(server.dataDirectory, { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  }
}
