import { createHash, randomUUID } from 'node:crypto';
import type { Database, TenantTransaction } from '@somabrain/database';
import { type RankingAssets, STORED_INDEX_LAYOUT } from '@somabrain/retrieval';
import type { NamespaceView } from './index-feed';

/** An index as bytes, with the last change that is in it. */
export interface IndexSnapshot {
  readonly changeSeq: number;
  readonly bytes: Uint8Array;
}

type NamespaceName = Pick<NamespaceView, 'tenant' | 'namespace'>;

interface FoundRow {
  readonly snapshot: string;
  readonly change_seq: string;
  readonly parts: number;
  readonly bytes: number;
}

/** What a connection reads at once: a part of this size lies in few pieces, and is copied while it is in the processor's cache. */
const PART_BYTES = 64 * 1024;
/** Parts that one statement reads. */
const PARTS_AT_ONCE = 64;

const FIND = {
  name: 'find-index-snapshot',
  text: `select snapshot, change_seq, parts, sum(length(content))::float8 as bytes from index_snapshots
    where tenant_id = $1 and namespace = $2 and made_by = $3
    group by snapshot, change_seq, parts having count(*) = parts`,
};
const READ = {
  text: `select content from index_snapshots
    where tenant_id = $1 and namespace = $2 and snapshot = $3 and part >= $4 and part < $5 order by part`,
};
/** Whoever changes the namespace waits for this. No row: what changed it is no longer known. */
const LOCK_UNCHANGED = {
  text: `select 1 from tenant_heads where tenant_id = $1 and change_horizon <= $2 for no key update`,
};
const CHANGED = {
  text: `select 1 from memory_changes where tenant_id = $1 and namespace = $2 and change_seq > $3 limit 1`,
};
/** The others, or where the namespace has changed, the one just written. */
const CLEAR = {
  text: `delete from index_snapshots where tenant_id = $1 and namespace = $2 and (snapshot = $3) <> $4`,
};
const WRITE = {
  text: `insert into index_snapshots (tenant_id, namespace, snapshot, part, parts, made_by, change_seq, content)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

/** The stored indexes of whole namespaces. */
export class IndexSnapshots {
  private readonly madeBy: string;

  /**
   * @param searchable paths of the metadata whose words are searched: an index holds them
   * @param from memories of a namespace that is worth one
   */
  constructor(
    private readonly database: Database,
    assets: RankingAssets,
    searchable: ReadonlySet<string>,
    readonly from: number,
  ) {
    const paths = createHash('sha256').update(JSON.stringify([...searchable].toSorted()));
    this.madeBy = [assets.version, STORED_INDEX_LAYOUT, paths.digest('hex').slice(0, 16)].join(' ');
  }

  /** The snapshot of a namespace; null if there is none of use. @throws Problem DATABASE_UNAVAILABLE */
  read({ tenant, namespace }: NamespaceName): Promise<IndexSnapshot | null> {
    return this.database.readTenant({ tenant }, async (transaction) => {
      const [found] = await transaction.query<FoundRow>(FIND, [tenant, namespace, this.madeBy]);
      if (!found) return null;
      const bytes = Buffer.allocUnsafe(found.bytes); // all of it is written below
      let filled = 0;
      for (let part = 0; part < found.parts; part += PARTS_AT_ONCE) {
        const wanted = [found.snapshot, part, part + PARTS_AT_ONCE] as const;
        await transaction.copy(READ, [tenant, namespace, ...wanted], (content) => {
          filled += content.copy(bytes, filled);
        });
      }
      if (filled !== bytes.length) throw new Error('The parts of a stored index are not what they were');
      return { changeSeq: Number(found.change_seq), bytes };
    });
  }

  /**
   * Replaces the snapshot of a namespace, unless the namespace has changed since: what was removed meanwhile must not be stored.
   * @returns whether it is stored
   * @throws Problem DATABASE_UNAVAILABLE
   */
  write(name: NamespaceName, { changeSeq, bytes }: IndexSnapshot): Promise<boolean> {
    const { tenant, namespace } = name;
    return this.database.writeTenant(tenant, async (transaction) => {
      const snapshot = randomUUID();
      const parts = Math.ceil(bytes.length / PART_BYTES);
      for (let part = 0; part < parts; part++) {
        const content = Buffer.from(bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
        const which = [tenant, namespace, snapshot, part, parts];
        await transaction.query(WRITE, [...which, this.madeBy, changeSeq, content]);
      }
      // Writers of the tenant wait from here on only. One that removes a memory before finds none of this, but is seen here.
      const isCurrent = await this.isUnchanged(transaction, name, changeSeq);
      await transaction.query(CLEAR, [tenant, namespace, snapshot, isCurrent]);
      return isCurrent;
    });
  }

  private async isUnchanged(
    transaction: TenantTransaction,
    { tenant, namespace }: NamespaceName,
    changeSeq: number,
  ): Promise<boolean> {
    const locked = await transaction.query(LOCK_UNCHANGED, [tenant, changeSeq]);
    if (locked.length === 0) return false;
    return (await transaction.query(CHANGED, [tenant, namespace, changeSeq])).length === 0;
  }
}
