import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the versions that a recall of an earlier moment needs: those of a namespace that were replaced after it. */
export class IndexReplacedVersions1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index memory_versions_replaced on memory_versions (tenant_id, namespace, replaced_at) where replaced_at > '-infinity'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index memory_versions_replaced`);
  }
}
