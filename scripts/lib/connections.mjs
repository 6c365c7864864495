/** How servers are reached, as the variables that psql, pg_dump and redis-cli read. */

/** Parameters of a connection URL, and the variables of libpq for them. */
const PARAMETERS = {
  host: 'PGHOST',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
};

/** @param dsn a connection URL of Postgres */
export function postgresEnvironment(dsn) {
  const url = new URL(dsn);
  const found = {
    PGHOST: decodeURIComponent(url.hostname),
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
  };
  for (const [parameter, value] of url.searchParams) {
    if (PARAMETERS[parameter]) found[PARAMETERS[parameter]] = value;
  }
  return withoutEmpty(found);
}

/** @param text a connection URL of Redis */
export function redisEnvironment(text) {
  const url = new URL(text);
  return withoutEmpty({
    REDIS_HOST: decodeURIComponent(url.hostname),
    REDIS_PORT: url.port || '6379',
    REDIS_USER: decodeURIComponent(url.username),
    REDISCLI_AUTH: decodeURIComponent(url.password),
    REDIS_TLS: url.protocol === 'rediss:' ? '1' : '',
  });
}

function withoutEmpty(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

/** The same connection URL for another database of the server. */
export function urlOfDatabase(dsn, database) {
  const url = new URL(dsn);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
