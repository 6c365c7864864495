import { createHash } from 'node:crypto';
import type { Database } from '@somabrain/database';
import type { JsonObject, TenantContext, Viewer } from '@somabrain/kernel';
import type { ForgetQuery, ForgetReceipt } from '../memory';
import type { WriteOptions } from '../memory-service';
import { keyReused } from '../idempotency/key-reused';
import { TARGET_NAME, TARGET_NAMESPACE } from '../links/link-rows';
import { hasText, textName } from '../links/text-names';
import { memoryConditions } from '../postgres/memory-conditions';
import { LOOK_UP } from '../postgres/memory-rows';
import { idempotencyOf } from '../idempotency/request-idempotency';
import type { MemoryWrites } from '../postgres/memory-writes';
import { prepareSummary } from '../planning/summary-write';
import type { Idempotency } from '../planning/write-operation';
import { prepareRemoval } from './removal-write';

/** Memories removed in one unit: between two of them the tenant's head is free for others. */
const UNIT = 200;
const PAGE = 1_000;

/** A memory to remove, with the number of its related rows. */
interface Candidate {
  id: string;
  /** The targets by which links to it may name it. */
  targets: string[];
  versions: number;
  vectors: number;
  ratings: number;
}

type Stores = ForgetReceipt['stores'];

const CHANGES_END = { text: `select change_seq from tenant_heads where tenant_id = $1` };
const COUNTS = `
  (select count(*)::integer from memory_versions v where v.tenant_id = m.tenant_id and v.memory_id = m.id) as versions,
  (select count(*)::integer from memory_vectors v where v.tenant_id = m.tenant_id and v.memory_id = m.id) as vectors,
  (select count(*)::integer from memory_feedback f where f.tenant_id = m.tenant_id and f.memory_id = m.id) as ratings,
  array_remove(array['id:' || m.id, 'key:' || m.namespace || ' ' || m.key, 'key:' || m.namespace || ' ' || ${textName('m')}] || array(
    select 'key:' || v.namespace || ' ' || unnest(array[v.key, ${textName('v')}])
    from memory_versions v where v.tenant_id = m.tenant_id and v.memory_id = m.id
  ), null) as targets`;
const LINKS = {
  text: `
    select l.source_id || ' ' || l.type || ' ' || l.target as name from memory_links l
    where l.tenant_id = $1 and l.source_id = any ($2::uuid[])
    union
    select l.source_id || ' ' || l.type || ' ' || l.target from memory_links l
    where l.tenant_id = $1 ${LOOK_UP} and l.target = any ($3::text[]) and not exists (
      select from memories m where m.tenant_id = $1 ${LOOK_UP} and l.target like 'key:%' and not m.id = any ($2::uuid[])
        and m.namespace = ${TARGET_NAMESPACE} and m.key = ${TARGET_NAME}
    ) and not exists (
      select from memories m where l.target like 'key:%' and not m.id = any ($2::uuid[])
        and ${hasText('$1', TARGET_NAMESPACE, TARGET_NAME)}
    )`,
};
/** Memories that are derived from one of the ids: their metadata (`derived_from`, one id or a list) or a link says so. */
const DERIVED = {
  text: `select m.id, ${COUNTS} from memories m
    where m.tenant_id = $1 and m.metadata ? 'derived_from' and m.metadata -> 'derived_from' ?| $2::text[]
    union
    select m.id, ${COUNTS} from memory_links l,
      lateral (select * from memories m where m.tenant_id = $1 and m.id = l.source_id offset 0) m
    where l.tenant_id = $1 ${LOOK_UP} and l.target = any ($3::text[]) and l.type = 'derived_from'`,
};
const STORED_ANSWER = {
  text: `select encode(fingerprint, 'base64') as fingerprint, answer from idempotency_keys
    where tenant_id = $1 and digest = $2 and created_at > now() - interval '24 hours'`,
};

/** Forgets: finds the memories that meet the conditions and those derived from them, removes them in units, and audits it. */
export class Forget {
  constructor(
    private readonly database: Database,
    private readonly writes: MemoryWrites,
  ) {}

  /** @throws Problem IDEMPOTENCY_KEY_REUSED */
  async execute(context: TenantContext, query: ForgetQuery, options: WriteOptions): Promise<ForgetReceipt> {
    const idempotency = idempotencyOf(context, 'forget', options, query);
    const earlier = idempotency && (await this.earlierReceipt(context, idempotency));
    if (earlier) return earlier;
    const tally = new Tally();
    for await (const page of this.matching(context, query)) {
      await this.addLinks(context, tally.add(page, 'matched'), tally);
      await this.addDerived(context, page, tally);
      if (!query.dryRun) await this.remove(context, tally.takePending());
    }
    if (query.dryRun) return { ...tally.summary(), dryRun: true, auditId: null, replayed: false };
    const operation = prepareSummary(context, 'memories.forgotten', { ...tally.summary() }, idempotency);
    return receiptOf(await this.writes.write(context.tenant, operation));
  }

  private async earlierReceipt(viewer: Viewer, idempotency: Idempotency): Promise<ForgetReceipt | null> {
    const values = [viewer.tenant, Buffer.from(idempotency.digest, 'base64')];
    const [row] = await this.database.readTenant(viewer, (transaction) =>
      transaction.query<{ fingerprint: string; answer: JsonObject }>(STORED_ANSWER, values),
    );
    if (!row) return null;
    if (row.fingerprint !== idempotency.fingerprint) throw keyReused();
    return receiptOf({ ...(row.answer as { auditId: string; summary: JsonObject }), replayed: true });
  }

  /** Pages of memories that meet the conditions, expired ones too, in the order of ids; none that was stored after the first page. */
  private async *matching(viewer: Viewer, query: ForgetQuery): AsyncGenerator<Candidate[]> {
    let end: number | null = null;
    let after: string | null = null;
    for (let more = true; more;) {
      const page: Candidate[] = await this.database.readTenant(viewer, async (transaction) => {
        if (end === null) {
          const [head] = await transaction.query<{ change_seq: string }>(CHANGES_END, [viewer.tenant]);
          end = Number(head?.change_seq ?? 0);
        }
        const conditions = memoryConditions(viewer.tenant, query)
          .add('m.arrival <= ?', end)
          .add('m.id > ?', after);
        const text = `select m.id, ${COUNTS} from memories m where ${conditions.sql} order by m.id limit ${PAGE}`;
        return transaction.query<Candidate>({ text }, conditions.values);
      });
      after = page.at(-1)?.id ?? null;
      more = page.length === PAGE;
      yield page;
    }
  }

  /** Adds the memories derived from these, directly or indirectly. */
  private async addDerived(viewer: Viewer, from: readonly Candidate[], tally: Tally): Promise<void> {
    for (let wave = from; wave.length > 0;) {
      const ids = wave.map(({ id }) => id);
      const found = await this.database.readTenant(viewer, (transaction) =>
        transaction.query<Candidate>(DERIVED, [viewer.tenant, ids, wave.flatMap(({ targets }) => targets)]),
      );
      wave = tally.add(found, 'derived');
      await this.addLinks(viewer, wave, tally);
    }
  }

  private async addLinks(viewer: Viewer, candidates: readonly Candidate[], tally: Tally): Promise<void> {
    if (candidates.length === 0) return;
    const values = [
      viewer.tenant,
      candidates.map(({ id }) => id),
      candidates.flatMap(({ targets }) => targets),
    ];
    const links = await this.database.readTenant(viewer, (transaction) =>
      transaction.query<{ name: string }>(LINKS, values),
    );
    tally.addLinks(links.map(({ name }) => name));
  }

  private async remove(context: TenantContext, ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += UNIT) {
      const unit = ids.slice(start, start + UNIT);
      const outcomes = await this.writes.submit(
        context.tenant,
        unit.map((id) => prepareRemoval(context, 'forget', id)),
      );
      for (const outcome of outcomes) if (outcome.status === 'refused') throw outcome.problem;
    }
  }
}

/** Counts the memories and rows to remove, each memory once. */
class Tally {
  private readonly seen = new Set<string>();
  private readonly links = new Set<string>();
  private pending: string[] = [];
  private readonly counts = { matched: 0, derived: 0 };
  private readonly stores: Record<keyof Stores, number> = {
    memories: 0,
    memory_versions: 0,
    memory_vectors: 0,
    memory_links: 0,
    memory_feedback: 0,
  };

  /** @returns the candidates that are new */
  add(candidates: readonly Candidate[], why: 'matched' | 'derived'): Candidate[] {
    const fresh = candidates.filter(({ id }) => !this.seen.has(id));
    for (const { id, versions, vectors, ratings } of fresh) {
      this.seen.add(id);
      this.pending.push(id);
      this.counts[why] += 1;
      this.stores.memories += 1;
      this.stores.memory_versions += versions;
      this.stores.memory_vectors += vectors;
      this.stores.memory_feedback += ratings;
    }
    return fresh;
  }

  addLinks(names: readonly string[]): void {
    for (const name of names) this.links.add(name);
  }

  takePending(): string[] {
    const pending = this.pending;
    this.pending = [];
    return pending;
  }

  summary(): Pick<ForgetReceipt, 'matched' | 'derived' | 'stores' | 'digest'> {
    const digest = createHash('sha256');
    for (const id of [...this.seen].sort()) digest.update(id);
    return {
      ...this.counts,
      stores: { ...this.stores, memory_links: this.links.size },
      digest: digest.digest('hex'),
    };
  }
}

function receiptOf(outcome: { auditId: string; summary: JsonObject; replayed: boolean }): ForgetReceipt {
  // The summary is what `Tally` made, stored and read back as JSON.
  const summary = outcome.summary as JsonObject & ReturnType<Tally['summary']>;
  const { matched, derived, stores, digest } = summary;
  const { auditId, replayed } = outcome;
  return { dryRun: false, matched, derived, stores, digest, auditId, replayed };
}
