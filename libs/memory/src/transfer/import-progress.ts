import type { Database, TenantTransaction } from '@somabrain/database';
import { Problem, type TenantId } from '@somabrain/kernel';

/** What was stored of a file. */
export interface ImportCounts {
  imported: number;
  updated: number;
  unchanged: number;
  failed: number;
  versions: number;
  links: number;
}

interface ProgressRow {
  export_id: string;
  lines: string;
  counts: ImportCounts;
}

const DISCARD_OLD = {
  text: `delete from import_progress where tenant_id = $1 and updated_at < now() - interval '7 days'`,
};
const READ = {
  text: `select export_id, lines, counts from import_progress where tenant_id = $1 and token = $2`,
};
const SAVE = {
  text: `insert into import_progress (tenant_id, token, export_id, lines, counts, updated_at) values ($1, $2, $3, $4, $5, now())
    on conflict (tenant_id, token) do update set lines = excluded.lines, counts = excluded.counts, updated_at = now()`,
};
const FINISH = { text: `delete from import_progress where tenant_id = $1 and token = $2` };

/**
 * The progress of an import, so that its file can be sent again after an interruption. It may lag behind; memories that are stored already
 * are then found unchanged.
 */
export class ImportProgress {
  private constructor(
    private readonly database: Database,
    private readonly tenant: TenantId,
    readonly token: string,
    private readonly exportId: string,
    /** Lines stored by earlier sendings. */
    readonly lines: number,
    readonly counts: ImportCounts,
  ) {}

  /** @throws Problem IMPORT_INVALID when the token belongs to the import of another file; DATABASE_UNAVAILABLE */
  static async open(
    database: Database,
    tenant: TenantId,
    token: string,
    exportId: string,
  ): Promise<ImportProgress> {
    const row = await database.writeTenant(tenant, async (transaction) => {
      await transaction.query(DISCARD_OLD, [tenant]);
      const [found] = await transaction.query<ProgressRow>(READ, [tenant, token]);
      return found;
    });
    if (row && row.export_id !== exportId) throw otherFile(token);
    const counts = row?.counts ?? { imported: 0, updated: 0, unchanged: 0, failed: 0, versions: 0, links: 0 };
    return new ImportProgress(database, tenant, token, exportId, Number(row?.lines ?? 0), counts);
  }

  /** @param lines of the file that are stored by now */
  async save(lines: number): Promise<void> {
    const values = [this.tenant, this.token, this.exportId, lines, JSON.stringify(this.counts)];
    await this.inTenant((transaction) => transaction.query(SAVE, values));
  }

  /** Removes the progress of a finished import. */
  async finish(): Promise<void> {
    await this.inTenant((transaction) => transaction.query(FINISH, [this.tenant, this.token]));
  }

  private async inTenant(work: (transaction: TenantTransaction) => Promise<unknown>): Promise<void> {
    await this.database.writeTenant(this.tenant, work);
  }
}

function otherFile(token: string): Problem {
  const message = `${token.slice(0, 64)} names the import of another file`;
  return new Problem('IMPORT_INVALID', `resume: ${message}; send that file, or choose another name`, {
    errors: [{ field: 'resume', message }],
  });
}
