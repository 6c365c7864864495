import { binaryArray, type Database, type Statement } from '@somabrain/database';
import { newId, parseTenantId } from '@somabrain/kernel';

const FLOOR_TENANT = parseTenantId('bench-floor', 'bench');
const INSERT: Statement = {
  name: 'floor-insert',
  text: `insert into bench_floor (tenant_id, id, content) select * from unnest($1::text[], $2::uuid[], $3::text[])`,
};

export const FLOOR_TABLE = `
  create table bench_floor (tenant_id text not null, id uuid not null, content text not null, primary key (tenant_id, id));
  grant insert on bench_floor to somabrain_service`;

/**
 * The least that storing texts durably can cost: what arrives while a commit is under way goes into the next insert, and the rows
 * have a key and a text. No look-up, no version, no change, no audit.
 */
export class UnnestFloor {
  private waiting: { id: string; content: string; done: () => void }[] = [];
  private running = false;

  constructor(private readonly database: Database) {}

  store(content: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ id: newId(), content, done: resolve });
      if (!this.running) this.run().catch(reject);
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      await this.database.query(INSERT, [
        binaryArray.text(group.map(() => FLOOR_TENANT)),
        binaryArray.uuid(group.map((row) => row.id)),
        binaryArray.text(group.map((row) => row.content)),
      ]);
      for (const row of group) row.done();
    }
    this.running = false;
  }
}
