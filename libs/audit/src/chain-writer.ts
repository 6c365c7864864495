import {
  binaryArray,
  type Database,
  sqlFailureOf,
  type TenantTransaction,
  UncertainCommit,
} from '@somabrain/database';
import { Problem, type TenantId } from '@somabrain/kernel';
import { backoff } from '@somabrain/resilience';
import { recordValues, withAppendedRecords } from './append-records';
import type { AccessAction, EventAction } from './audit-actions';
import { type ChainEnd, chainEndOf, sealRecord } from './audit-chain';
import type { AuditObserver } from './audit-observer';
import type { AuditEvent, AuditRecord } from './audit-record';
import { type ChainKey, chainKeyOf, lockChainHeads } from './chain-heads';

/** One record to be. */
export type ChainEntry =
  | { readonly tenant: TenantId; readonly stream: 'access'; readonly event: AuditEvent<AccessAction> }
  | { readonly tenant: TenantId; readonly stream: 'events'; readonly event: AuditEvent<EventAction> };

/** What one transaction adds to one chain. */
interface Extension extends ChainKey {
  readonly firstSeq: number;
  readonly records: AuditRecord[];
  end: ChainEnd;
}

const MAX_RECORDS = 1_000;
/** Row-level security compares each row with the tenants of its transaction one by one. */
const MAX_TENANTS = 250;
const MAX_ATTEMPTS = 5;
const BACKOFF = { firstMs: 50 };

const FIND_STORED = {
  text: `select w.id from unnest($1::text[], $2::uuid[]) w (tenant_id, id),
    lateral (select from audit_log a where a.tenant_id = w.tenant_id and a.id = w.id offset 0) a`,
};

/** Stores the records, tells the relay of them, and moves the heads on. */
const APPEND = {
  name: 'append-audit',
  text: `${withAppendedRecords(
    `select * from unnest($7::text[], $8::text[], $9::int8[], $10::int8[], $11::bytea[])
        e (tenant_id, stream, first_seq, last_seq, hash)`,
  )}
    update audit_heads h set seq = e.last_seq, hash = e.hash
    from ends e where h.tenant_id = e.tenant_id and h.stream = e.stream`,
};

/** Seals records of the streams `access` and `events`, each chain in the order given. */
export class ChainWriter {
  /** @param announce called after each commit: there is something to publish */
  constructor(
    private readonly database: Database,
    private readonly observer: Pick<AuditObserver, 'sealed'>,
    private readonly announce: () => void,
  ) {}

  /**
   * Stores the records; all together unless there are more than a transaction takes, which is 1,000 records and 250 tenants.
   * @param mayBeStored an earlier call for these entries failed: what it stored after all is left out
   * @throws Problem DATABASE_UNAVAILABLE, after which some may be stored; VALIDATION_FAILED (the database refused a value)
   */
  async append(entries: readonly ChainEntry[], { mayBeStored = false } = {}): Promise<void> {
    for (const group of groupsOf(entries)) await this.store(group, mayBeStored);
  }

  /**
   * Stores the records in a transaction of the caller's that is bound to their tenants.
   * @returns what is to be called when it has committed
   */
  async appendIn(
    transaction: TenantTransaction,
    entries: readonly ChainEntry[],
    { mayBeStored = false } = {},
  ): Promise<() => void> {
    const heads = await lockChainHeads(transaction, chainsOf(entries));
    const stored = mayBeStored ? await storedIds(transaction, entries) : new Set<string>();
    const fresh = entries.filter((entry) => !stored.has(entry.event.id));
    const extensions = extend(heads, fresh, transaction.now);
    if (extensions.length > 0) await transaction.query(APPEND, valuesOf(extensions));
    return () => {
      for (const { stream, records } of extensions) this.observer.sealed(stream, records.length);
      if (extensions.length > 0) this.announce();
    };
  }

  private async store(entries: readonly ChainEntry[], mayBeStored: boolean): Promise<void> {
    let uncertain = mayBeStored;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.commit(entries, uncertain);
        return;
      } catch (error) {
        uncertain ||= error instanceof UncertainCommit;
        const passing = error instanceof UncertainCommit || sqlFailureOf(error) === 'conflict';
        if (!passing || attempt === MAX_ATTEMPTS) throw problemOf(error);
        await backoff(attempt, BACKOFF);
      }
    }
  }

  private async commit(entries: readonly ChainEntry[], mayBeStored: boolean): Promise<void> {
    const tenants = [...new Set(entries.map((entry) => entry.tenant))];
    const committed = await this.database.inTenants(tenants, (transaction) =>
      this.appendIn(transaction, entries, { mayBeStored }),
    );
    committed();
  }
}

/** Parts entries into transactions. */
function* groupsOf(entries: readonly ChainEntry[]): Generator<ChainEntry[]> {
  let group: ChainEntry[] = [];
  const tenants = new Set<TenantId>();
  for (const entry of entries) {
    tenants.add(entry.tenant);
    if (group.length === MAX_RECORDS || tenants.size > MAX_TENANTS) {
      yield group;
      group = [];
      tenants.clear();
      tenants.add(entry.tenant);
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}

/** The chains of the entries, each once. */
function chainsOf(entries: readonly ChainEntry[]): ChainKey[] {
  return [...new Map(entries.map((entry) => [chainKeyOf(entry), entry])).values()];
}

async function storedIds(
  transaction: TenantTransaction,
  entries: readonly ChainEntry[],
): Promise<Set<string>> {
  const rows = await transaction.query<{ id: string }>(FIND_STORED, [
    binaryArray.text(entries.map((entry) => entry.tenant)),
    binaryArray.uuid(entries.map((entry) => entry.event.id)),
  ]);
  return new Set(rows.map((row) => row.id));
}

function extend(
  heads: ReadonlyMap<string, ChainEnd>,
  entries: readonly ChainEntry[],
  time: number,
): Extension[] {
  const extensions = new Map<string, Extension>();
  for (const entry of entries) {
    const { tenant, stream, event } = entry;
    const key = chainKeyOf(entry);
    let extension = extensions.get(key);
    if (!extension) {
      const end = heads.get(key);
      if (!end) throw new Error('A record was sealed without the head of its chain');
      extensions.set(key, (extension = { tenant, stream, firstSeq: end.seq + 1, end, records: [] }));
    }
    const record = sealRecord(extension.end, event, { tenant, stream, time });
    extension.records.push(record);
    extension.end = chainEndOf(record);
  }
  return [...extensions.values()];
}

function valuesOf(extensions: readonly Extension[]): Buffer[] {
  const records = extensions.flatMap((extension) => extension.records);
  return [
    ...recordValues(records),
    binaryArray.text(extensions.map((extension) => extension.tenant)),
    binaryArray.text(extensions.map((extension) => extension.stream)),
    binaryArray.int8(extensions.map((extension) => extension.firstSeq)),
    binaryArray.int8(extensions.map((extension) => extension.end.seq)),
    binaryArray.bytea(extensions.map((extension) => extension.end.hash)),
  ];
}

function problemOf(error: unknown): unknown {
  if (error instanceof UncertainCommit) {
    const detail = 'The database was lost while it stored audit records; they may be stored or not';
    return new Problem('DATABASE_UNAVAILABLE', detail, { cause: error });
  }
  switch (sqlFailureOf(error)) {
    case 'data':
      return new Problem('VALIDATION_FAILED', 'The database refused a value of an audit record', {
        cause: error,
      });
    case 'conflict':
    case 'unavailable':
      return new Problem('DATABASE_UNAVAILABLE', 'The database does not answer; audit records wait', {
        cause: error,
      });
    case 'other':
      return error;
  }
}
