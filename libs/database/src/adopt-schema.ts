import { ServiceError } from '@somabrain/kernel';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type Migrations, pendingMigrations, recordMigrations, runMigrations } from './migrate';

const MOST_SHOWN = 5;

/** Every part of a schema that migrations make, a line each. */
const DESCRIBE = `
  with ours as (select oid, relname, relrowsecurity, relforcerowsecurity, relacl from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migrations')
  select line from (
    select format('table %s: row-level security %s, forced %s, rights %s', relname, relrowsecurity, relforcerowsecurity,
      (select string_agg(format('%s %s', coalesce(r.rolname, 'public'), a.privilege_type), ', ' order by r.rolname, a.privilege_type)
        from aclexplode(relacl) a left join pg_roles r on r.oid = a.grantee where r.rolname like 'somabrain%')) as line from ours
    union all
    select format('column %s.%s: %s%s%s', o.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' end, ' default ' || pg_get_expr(d.adbin, d.adrelid))
    from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = o.oid and d.adnum = a.attnum
    union all
    select pg_get_indexdef(i.indexrelid) from ours o join pg_index i on i.indrelid = o.oid
    union all
    select format('constraint of %s: %s', o.relname, pg_get_constraintdef(c.oid)) from ours o join pg_constraint c on c.conrelid = o.oid
    union all
    select format('policy %s on %s: %s, %s', p.polname, o.relname, pg_get_expr(p.polqual, o.oid), pg_get_expr(p.polwithcheck, o.oid))
    from ours o join pg_policy p on p.polrelid = o.oid
    union all
    select pg_get_triggerdef(t.oid) from ours o join pg_trigger t on t.tgrelid = o.oid and not t.tgisinternal
    union all
    select format('function %s: %s', p.oid::regprocedure, md5(p.prosrc)) from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  ) described order by line collate "C"`;

/**
 * Takes over a schema that is there without a record of its migrations, as after a restore of its tables alone: it is compared
 * with one that the migrations make in a database of its own, and recorded as migrated when it is the same.
 * @param dsn of the owner of the schema, who may create databases
 * @returns the names of the migrations that were recorded; none where there is nothing to take over
 * @throws ServiceError that names what differs; nothing is changed then
 */
export async function adoptSchema(dsn: string, migrations: Migrations): Promise<readonly string[]> {
  const found = await describe(dsn);
  const pending = await pendingMigrations(dsn, migrations);
  if (found.length === 0 || pending.length === 0) return [];
  const wanted = await describeMigrated(dsn, migrations);
  const differences = [
    ...wanted.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`),
    ...found.filter((line) => !wanted.includes(line)).map((line) => `unknown: ${line}`),
  ];
  // It is an earlier release's: there is something to migrate.
  if (differences.length > 0 && pending.length < migrations.length) return [];
  if (differences.length > 0) {
    const shown = differences.slice(0, MOST_SHOWN).join('\n  ');
    throw new ServiceError(
      `The schema was not made by the migrations of this release, so it cannot be taken over. ${differences.length} parts differ:\n  ${shown}`,
    );
  }
  return recordMigrations(dsn, migrations);
}

/** The schema that the migrations make in an empty database beside this one. */
async function describeMigrated(dsn: string, migrations: Migrations): Promise<string[]> {
  const name = `somabrain_adopt_${randomBytes(6).toString('hex')}`;
  await query(dsn, `create database ${name}`);
  try {
    const scratch = Object.assign(new URL(dsn), { pathname: `/${name}` }).href;
    await runMigrations(scratch, migrations);
    return await describe(scratch);
  } finally {
    await query(dsn, `drop database ${name} with (force)`);
  }
}

async function describe(dsn: string): Promise<string[]> {
  return (await query<{ line: string }>(dsn, DESCRIBE)).map(({ line }) => line);
}

async function query<Row extends object>(dsn: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: dsn });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
