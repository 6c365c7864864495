import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEX = 'memories_text';

/**
 * Finds a memory by its exact text, as clients of the original name it: those with a text that could be a key. The newest of the same text is
 * the last one of its place in the index. It is built beside services at work; what an attempt left that gave up goes first.
 */
export class FindByText1764900001000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index concurrently if exists ${INDEX}`);
    const [{ lock_timeout: usual }] = (await runner.query('show lock_timeout')) as [{ lock_timeout: string }];
    // It waits for transactions that are older, and keeps nobody from the table meanwhile.
    await runner.query('set lock_timeout = 0');
    await runner.query(`
      create index concurrently ${INDEX} on memories (tenant_id collate "POSIX", namespace, content collate "C", arrival)
      where char_length(content) <= 512`);
    await runner.query(`set lock_timeout = '${usual}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index if exists ${INDEX}`);
  }
}
