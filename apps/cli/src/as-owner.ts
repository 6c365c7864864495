import { Client, type QueryResultRow } from 'pg';

const TIMEOUT_MS = 10_000;

/** Asks the database one thing as the owner of the tables, who sees every tenant. */
export async function asOwner<Row extends QueryResultRow>(dsn: string, text: string): Promise<Row[]> {
  const client = new Client({
    connectionString: dsn,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
