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
    await runner.query(`
      create index concurrently ${INDEX} on memories (tenant_id collate "POSIX", namespace, content collate "C", arrival)
      where char_length(content) <= 512`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index concurrently if exists ${INDEX}`);
  }
}
