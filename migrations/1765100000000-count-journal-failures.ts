import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a row of the journal has failed by a defect: after some tries it is set aside, so that its tenant does not wait behind it for good. */
export class CountJournalFailures1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table write_journal add column failures integer not null default 0;
      comment on column write_journal.failures is 'tries that ended in a defect, not in an outage or a conflict';
      grant update (failures) on write_journal to somabrain_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table write_journal drop column failures`);
  }
}
