import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  memories_key: { unique: 'unique', columns: 'namespace, key', where: 'key is not null' },
  memories_duplicate: { unique: '', columns: 'duplicate_digest', where: 'duplicate_digest is not null' },
  memories_coordinate: { unique: '', columns: 'coordinate', where: 'octet_length(coordinate) = 12' },
};

/**
 * Keeps look-ups by key, likeness and coordinate off the primary key: below some 16,000 rows it cost the planner the same, and each of them
 * read all memories of the tenant. A condition with a collation of its own fits only the index that has it; "POSIX" and "C" compare alike.
 */
export class SeparateLookUpIndexes1764200001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rebuild(runner, 'POSIX');
  }

  async down(runner: QueryRunner): Promise<void> {
    await rebuild(runner, 'C');
  }
}

async function rebuild(runner: QueryRunner, collation: string): Promise<void> {
  for (const [name, { unique, columns, where }] of Object.entries(INDEXES)) {
    await runner.query(`drop index ${name}`);
    await runner.query(
      `create ${unique} index ${name} on memories (tenant_id collate "${collation}", ${columns}) where ${where}`,
    );
  }
}
