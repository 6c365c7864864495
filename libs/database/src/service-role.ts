import type { Database } from './database';

interface RoleRow {
  role: string;
  rolsuper: boolean;
  rolbypassrls: boolean;
  owns: boolean;
}

const WHO_AM_I = {
  name: 'who-am-i',
  text: `select r.rolname as role, r.rolsuper, r.rolbypassrls,
      exists (select from pg_class c where c.relname = 'memories' and c.relowner = r.oid) as owns
    from pg_roles r where r.rolname = current_user`,
};

/**
 * Refuses to work as a role for which row-level security does not hold.
 * @throws Error with a sentence for the operator
 */
export async function assertServiceRole(database: Database): Promise<void> {
  const [row] = await database.query<RoleRow>(WHO_AM_I, []);
  if (!row) throw new Error('The database does not tell which role this is');
  const reason = row.rolsuper
    ? 'a superuser'
    : row.rolbypassrls
      ? 'exempt from row-level security'
      : row.owns
        ? 'the owner of the tables'
        : null;
  if (reason) {
    throw new Error(
      `Connections work as the role "${row.role}", which is ${reason}, so tenants would not be kept apart. ` +
        `Remove role settings from SOMABRAIN_POSTGRES_DSN and from the database user`,
    );
  }
}
