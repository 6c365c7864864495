import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';

/** Starts the Postgres that the suites of a run share, unless SOMABRAIN_TEST_POSTGRES_DSN names one. */
export default async function globalSetup() {
  if (process.env.SOMABRAIN_TEST_POSTGRES_DSN) return;
  // Past the library's door, which would compile and load the whole library for this one class.
  const path = '../../libs/database/src/embedded/embedded-postgres.ts';
  const { EmbeddedPostgres } = await tsImport(path, import.meta.url);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'somabrain-test-'));
  // As root the server has an account of its own, which must be able to enter.
  await chmod(dataDirectory, 0o755);
  const postgres = await EmbeddedPostgres.start({ dataDirectory, notice: console.warn });
  process.env.SOMABRAIN_TEST_POSTGRES_DSN = postgres.connectionString;
  process.env.SOMABRAIN_TEST_SERVER_OF_RUN = '1';

  /** Stops the server and removes its data; global-teardown.mjs calls it. */
  globalThis.removeTestPostgres = async () => {
    await postgres.stop();
    for (const directory of [postgres.dataDirectory, dataDirectory]) {
      await rm(directory, { recursive: true, force: true });
    }
  };
  // The server is in a session of its own: Ctrl-C ends the run, but does not reach it.
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
    process.once(signal, () => void globalThis.removeTestPostgres().finally(() => process.exit(code)));
  }
}
