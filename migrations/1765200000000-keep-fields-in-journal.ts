import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which fields the memory that has the key of a waiting one keeps. A row of the release before names all of its fields, and has none. */
export class KeepFieldsInJournal1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table write_journal add column keeps jsonb;
      comment on column write_journal.keeps is 'fields that the caller did not name; null: it named all of them';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table write_journal drop column keeps`);
  }
}
