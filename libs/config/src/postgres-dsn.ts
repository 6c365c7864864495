export interface PostgresCredentials {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/**
 * A connection URL that may be logged: the password becomes `***`.
 * Works on malformed URLs too, where it hides rather too much than too little.
 */
export function redactDsn(dsn: string): string {
  return dsn.replace(/:\/\/([^:@]*):.*@/s, '://$1:***@').replace(/([?&][a-z]*pass[a-z]*=)[^&#]*/gi, '$1***');
}

/** What keeps a text from being a Postgres connection URL, without quoting it; undefined if nothing does. */
export function dsnFlaw(dsn: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(dsn)) return 'it does not begin with postgresql:// or postgres://';
  try {
    const url = new URL(dsn);
    credentialsOf(url);
    return url.pathname.length > 1 ? undefined : 'it names no database';
  } catch {
    return 'it is not a valid URL (in a user or password, percent-encode characters such as @ : / # %)';
  }
}

/** The user and password inside a connection URL. @throws TypeError or URIError if the URL is malformed */
export function dsnCredentials(dsn: string): PostgresCredentials {
  return credentialsOf(new URL(dsn));
}

/**
 * Adds the user and password that a connection URL lacks. A password is never given to another user than the one
 * it belongs to.
 * @param dsn a URL without a `dsnFlaw`
 */
export function completeDsn(dsn: string, given: PostgresCredentials): string {
  const url = new URL(dsn);
  const own = credentialsOf(url);
  const sameUser = own.user === undefined || given.user === undefined || own.user === given.user;
  const user = own.user === undefined ? given.user : undefined;
  const password = own.password === undefined && sameUser ? given.password : undefined;
  // A URL without a host (a Unix socket) cannot carry credentials before it; drivers read them from the query.
  if (user !== undefined) {
    if (url.hostname) url.username = encodeURIComponent(user);
    else url.searchParams.set('user', user);
  }
  if (password !== undefined) {
    if (url.hostname) url.password = encodeURIComponent(password);
    else url.searchParams.set('password', password);
  }
  return url.toString();
}

function credentialsOf(url: URL): PostgresCredentials {
  return {
    user: decodeURIComponent(url.username) || (url.searchParams.get('user') ?? undefined),
    password: decodeURIComponent(url.password) || (url.searchParams.get('password') ?? undefined),
  };
}
