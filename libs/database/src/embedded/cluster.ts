import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Binaries, majorVersion, programPath } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { readIfPresent, statIfPresent, syncDirectory } from './file-system';
import { giveTo, Home, homeAt, partialName } from './home';
import { cannotRun, lastLines, runAs } from './run-as';

/** The superuser and the database of the embedded Postgres. */
export const SUPERUSER = 'somabrain';

/**
 * Makes sure that the home holds a database cluster that these binaries can serve, and makes one where there is none.
 * @returns the superuser's password
 * @throws EmbeddedPostgresError when the data is of another major version, is incomplete, or cannot be made
 */
export async function prepareCluster(home: Home, binaries: Binaries): Promise<string> {
  if ((await clusterVersion(home)) === undefined) await createCluster(home, binaries);
  const written = await clusterVersion(home);
  const shipped = majorVersion(binaries);
  if (written !== shipped) {
    throw new EmbeddedPostgresError(
      `The database in ${home.directory} was written by Postgres ${written}, and this SomaBrain ships Postgres ${shipped}. ` +
        `Export it with the SomaBrain that wrote it and import it into a new directory, or serve it with a ` +
        `Postgres ${written} and set SOMABRAIN_POSTGRES_DSN.`,
    );
  }
  const password = await readIfPresent(home.passwordFile);
  if (password) return password.trim();
  throw new EmbeddedPostgresError(
    `The database in ${home.directory} is there, but the file ${home.passwordFile} with its password is missing or empty. ` +
      'Put it back from a backup.',
  );
}

/** Removes what starts that were killed while they made a cluster have left behind. Call it as the owner of the cluster. */
export async function removePartialClusters(home: Home): Promise<void> {
  const parent = dirname(home.directory);
  const prefix = `${basename(home.directory)}.partial-`;
  for (const name of await readdir(parent)) {
    const partial = join(parent, name);
    // initdb leaves no postmaster.opts; where there is one, the directory has been served and is no leftover.
    if (!name.startsWith(prefix) || (await statIfPresent(join(partial, 'data', 'postmaster.opts')))) continue;
    await rm(partial, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function clusterVersion(home: Home): Promise<string | undefined> {
  return (await readIfPresent(join(home.data, 'PG_VERSION')))?.trim();
}

/** The cluster is made beside its place and moved there as a whole: what has the name `postgres` is complete. */
async function createCluster(home: Home, binaries: Binaries): Promise<void> {
  if ((await statIfPresent(home.directory)) && (await readdir(home.directory)).length > 0) {
    throw new EmbeddedPostgresError(
      `${home.directory} holds files but no complete database. Move it away, or choose another data directory.`,
    );
  }
  const partial = homeAt(partialName(home.directory), home.account);
  try {
    await makeOwnDirectory(partial.directory, home);
    await makeOwnDirectory(partial.data, home);
    await writeFile(partial.passwordFile, `${randomBytes(32).toString('base64url')}\n`, {
      mode: 0o600,
      flush: true,
    });
    await giveTo(home.account, partial.passwordFile);
    await initialise(partial, binaries);
    await rename(partial.directory, home.directory);
    await syncDirectory(dirname(home.directory));
  } catch (error) {
    await rm(partial.directory, { recursive: true, force: true, maxRetries: 5 });
    // Another start may have been faster; who owns its cluster is settled later.
    if ((await clusterVersion(home)) === undefined) throw error;
  }
}

async function makeOwnDirectory(path: string, { account }: Home): Promise<void> {
  await mkdir(path);
  await chmod(path, 0o700);
  await giveTo(account, path);
}

/** Runs initdb: UTF-8, the same sort order on every platform, a password on every connection. */
async function initialise(home: Home, binaries: Binaries): Promise<void> {
  const child = spawn(
    programPath(binaries, 'initdb'),
    [
      `--pgdata=${home.data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${home.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...runAs(home), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output: string[] = [];
  const collect = (text: Buffer) => output.push(text.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(cannotRun(binaries, cause)));
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new EmbeddedPostgresError(
    `Postgres could not make a database in ${dirname(home.directory)}: ${lastLines(output.join(''))}`,
  );
}
