import type { AuditRecord } from '@somabrain/audit';
import { binaryArray, type GroupTransaction, type WriteUnit } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { StoredMemory } from './write-fold';
import type { WriteOperation } from './write-operation';

/** What was there before the group, per tenant. */
export interface WriteLookup {
  readonly stored: ReadonlyMap<TenantId, StoredMemory[]>;
  /** Records of operations that an earlier, uncertain commit turns out to have stored, by operation id. */
  readonly committed: ReadonlyMap<string, AuditRecord>;
}

interface StoredRow {
  tenant_id: TenantId;
  id: string;
  namespace: string;
  key: string | null;
  version: number;
  created_ms: number;
  arrival: string;
  duplicate_digest: string | null;
  state_digest: string;
  nonce: Buffer;
  expired: boolean;
}

// OFFSET 0 keeps each wanted value a look-up of its own in the index, whatever the planner believes about the table's size.
const FIND_STORED = {
  text: `
    select m.tenant_id, m.id, m.namespace, m.key, m.version, m.arrival, m.nonce,
      (extract(epoch from m.created_at) * 1000)::double precision as created_ms,
      encode(m.duplicate_digest, 'base64') as duplicate_digest, encode(m.state_digest, 'base64') as state_digest,
      coalesce(m.expires_at <= now(), false) as expired
    from (
      select w.tenant_id, f.id from unnest($1::text[], $2::text[], $3::text[]) w (tenant_id, namespace, key),
        lateral (select id from memories m
          where m.tenant_id = w.tenant_id and m.namespace = w.namespace and m.key = w.key offset 0) f
      union
      select w.tenant_id, f.id from unnest($4::text[], $5::bytea[]) w (tenant_id, digest),
        lateral (select id from memories m where m.tenant_id = w.tenant_id and m.duplicate_digest = w.digest offset 0) f
      union
      select * from unnest($6::text[], $7::uuid[]) w (tenant_id, id)
    ) found,
    lateral (select * from memories m where m.tenant_id = found.tenant_id and m.id = found.id offset 0) m`,
};

const FIND_COMMITTED = {
  text: `select a.id, a.record from unnest($1::text[], $2::uuid[]) w (tenant_id, id) join audit_log a using (tenant_id, id)`,
};

/** Reads what the units may meet. The heads are locked, so nobody else changes it before the group commits. */
export async function lookUp(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
): Promise<WriteLookup> {
  const rows = await transaction.query<StoredRow>(FIND_STORED, wantedValues(units));
  const stored = new Map<TenantId, StoredMemory[]>();
  for (const row of rows) {
    const list = stored.get(row.tenant_id);
    if (list) list.push(storedOf(row));
    else stored.set(row.tenant_id, [storedOf(row)]);
  }
  return { stored, committed: await committedOperations(transaction, units) };
}

function wantedValues(units: readonly WriteUnit<WriteOperation>[]): Buffer[] {
  const keys = { tenants: [] as string[], namespaces: [] as string[], keys: [] as string[] };
  const duplicates = { tenants: [] as string[], digests: [] as Buffer[] };
  const ids = { tenants: [] as string[], ids: [] as string[] };
  for (const { tenant, operations } of units) {
    for (const operation of operations) {
      if (operation.kind !== 'remember') {
        ids.tenants.push(tenant);
        ids.ids.push(operation.id);
      } else if (operation.memory.key !== null) {
        keys.tenants.push(tenant);
        keys.namespaces.push(operation.memory.namespace);
        keys.keys.push(operation.memory.key);
      } else if (operation.duplicateDigest !== null) {
        duplicates.tenants.push(tenant);
        duplicates.digests.push(Buffer.from(operation.duplicateDigest, 'base64'));
      }
    }
  }
  return [
    binaryArray.text(keys.tenants),
    binaryArray.text(keys.namespaces),
    binaryArray.text(keys.keys),
    binaryArray.text(duplicates.tenants),
    binaryArray.bytea(duplicates.digests),
    binaryArray.text(ids.tenants),
    binaryArray.uuid(ids.ids),
  ];
}

async function committedOperations(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
): Promise<Map<string, AuditRecord>> {
  const uncertain = units.filter((unit) => unit.uncertain);
  if (uncertain.length === 0) return new Map();
  const wanted = uncertain.flatMap(({ tenant, operations }) =>
    operations.map(({ operationId }) => ({ tenant, operationId })),
  );
  const rows = await transaction.query<{ id: string; record: AuditRecord }>(FIND_COMMITTED, [
    binaryArray.text(wanted.map(({ tenant }) => tenant)),
    binaryArray.uuid(wanted.map(({ operationId }) => operationId)),
  ]);
  return new Map(rows.map((row) => [row.id, row.record]));
}

function storedOf(row: StoredRow): StoredMemory {
  return {
    id: row.id,
    namespace: row.namespace,
    key: row.key,
    version: row.version,
    createdAt: Math.floor(row.created_ms),
    arrival: Number(row.arrival),
    duplicateDigest: row.duplicate_digest,
    stateDigest: row.state_digest,
    nonce: row.nonce,
    expired: row.expired,
  };
}
