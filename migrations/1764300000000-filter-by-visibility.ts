import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets a transaction see a part of a tenant: `app.filter` holds what the policy decided, as JSON. The policies are restrictive, so that
 * rows have to pass them and the tenant's. Every setting is read once a statement. A key names one memory for each user and agent.
 */
export class FilterByVisibility1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function visible_values(p_field text) returns text[] language sql stable as $$
        select case when f.filter ? p_field
          then array(select coalesce(v, '') from jsonb_array_elements_text(f.filter -> p_field) v) end
        from (select nullif(current_setting('app.filter', true), '')::jsonb as filter) f
      $$;
      revoke execute on function visible_values(text) from public;
      grant execute on function visible_values(text) to somabrain_service;
    `);
    for (const table of ['memories', 'memory_versions']) {
      await runner.query(`
        create policy visibility_policy on ${table} as restrictive to somabrain_service using (
          (select coalesce(current_setting('app.filter', true), '') = '') or (
            coalesce(namespace = any ((select visible_values('namespace'))::text[]), true)
            and coalesce(coalesce(user_id, '') = any ((select visible_values('user_id'))::text[]), true)
            and coalesce(coalesce(agent_id, '') = any ((select visible_values('agent_id'))::text[]), true)
          )
        )`);
    }
    await rebuildKeys(runner, `namespace, key, coalesce(user_id, ''), coalesce(agent_id, '')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await rebuildKeys(runner, 'namespace, key');
    for (const table of ['memories', 'memory_versions']) {
      await runner.query(`drop policy visibility_policy on ${table}`);
    }
    await runner.query(`drop function visible_values(text)`);
  }
}

async function rebuildKeys(runner: QueryRunner, columns: string): Promise<void> {
  await runner.query(`drop index memories_key`);
  await runner.query(
    `create unique index memories_key on memories (tenant_id collate "POSIX", ${columns}) where key is not null`,
  );
}
