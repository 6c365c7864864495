import { Client } from 'pg';

/** Runs `work` while a transaction of somebody else holds what the statement locks. */
export async function whileLocked(dsn: string, statement: string, work: () => Promise<void>): Promise<void> {
  const other = new Client({ connectionString: dsn });
  await other.connect();
  await other.query('begin');
  await other.query(statement);
  try {
    await work();
  } finally {
    await other.query('rollback');
    await other.end();
  }
}
