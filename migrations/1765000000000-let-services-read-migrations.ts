import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a database user needs that owns nothing and is a member of the two roles: it sees at start whether the schema is that of its
 * release, lists the tenants whose audit it verifies, and writes down that it did.
 */
export class LetServicesReadMigrations1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant select on migrations to somabrain_service, somabrain_maintenance;
      grant select (tenant_id) on audit_heads to somabrain_maintenance;
      create policy maintenance_policy on audit_heads for select to somabrain_maintenance using (true);
      grant insert, update on maintenance_runs to somabrain_maintenance;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke insert, update on maintenance_runs from somabrain_maintenance;
      drop policy maintenance_policy on audit_heads;
      revoke select (tenant_id) on audit_heads from somabrain_maintenance;
      revoke select on migrations from somabrain_service, somabrain_maintenance;
    `);
  }
}
