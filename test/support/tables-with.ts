import type { TestDatabase } from './test-database';

const TABLES = `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
  where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`;

/** Tables that hold the text, in any column: what a logical dump would carry. */
export async function tablesWith(database: TestDatabase, text: string): Promise<string[]> {
  const tables = await database.asOwner<{ name: string }>(TABLES);
  const holding: string[] = [];
  for (const { name } of tables) {
    const found = await database.asOwner(`select from ${name} t where t::text ilike $1 limit 1`, [
      `%${text}%`,
    ]);
    if (found.length > 0) holding.push(name);
  }
  return holding;
}
