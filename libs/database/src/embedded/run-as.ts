import { Binaries, INSTEAD } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { isSystemError } from './file-system';
import { Home } from './home';

const QUOTED_LINES = 8;

/** How the programs of Postgres are run: as the server's account, in a folder it can enter, untouched by our environment. */
export function runAs(home: Home) {
  const { account, directory } = home;
  return {
    cwd: directory,
    // PGDATA, PGPORT and the locale of our environment are not meant for this server.
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    windowsHide: true,
    // With a uid, Node drops the supplementary groups too.
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  };
}

/** The error for a program that the operating system would not start. */
export function cannotRun(binaries: Binaries, cause: Error): EmbeddedPostgresError {
  // For a program that exists, ENOENT means that its loader does not: the binaries are built for glibc.
  const why = isSystemError(cause, 'ENOENT')
    ? 'they need a system with glibc, which Alpine and other musl systems are not'
    : cause.message;
  return new EmbeddedPostgresError(
    `The Postgres binaries in ${binaries.directory} do not run here: ${why}. ${INSTEAD}`,
    { cause },
  );
}

/** The end of a program's output, for an error message. */
export function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-QUOTED_LINES).join('\n');
}
