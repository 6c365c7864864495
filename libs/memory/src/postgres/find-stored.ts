import { binaryArray, type GroupTransaction } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { epochMs, LOOK_UP } from './memory-rows';
import type { StoredMemory } from '../planning/tenant-plan';
import type { WantedOfTenant } from '../planning/write-kind';

/** Which stored memories a group may meet: by key, by likeness and by id. */
export class WantedMemories {
  private readonly keys = { tenants: [] as string[], namespaces: [] as string[], keys: [] as string[] };
  private readonly duplicates = { tenants: [] as string[], digests: [] as Buffer[] };
  private readonly ids = { tenants: [] as string[], ids: [] as string[] };

  withKey(tenant: TenantId, namespace: string, key: string): void {
    this.keys.tenants.push(tenant);
    this.keys.namespaces.push(namespace);
    this.keys.keys.push(key);
  }

  /** @param digest base64 */
  withDuplicateDigest(tenant: TenantId, digest: string): void {
    this.duplicates.tenants.push(tenant);
    this.duplicates.digests.push(Buffer.from(digest, 'base64'));
  }

  withId(tenant: TenantId, id: string): void {
    this.ids.tenants.push(tenant);
    this.ids.ids.push(id);
  }

  /** The same for one tenant. */
  of(tenant: TenantId): WantedOfTenant {
    return {
      withId: (id) => {
        this.withId(tenant, id);
      },
      withKey: (namespace, key) => {
        this.withKey(tenant, namespace, key);
      },
      withDuplicateDigest: (digest) => {
        this.withDuplicateDigest(tenant, digest);
      },
    };
  }

  get isEmpty(): boolean {
    return this.keys.keys.length + this.duplicates.digests.length + this.ids.ids.length === 0;
  }

  values(): Buffer[] {
    return [
      binaryArray.text(this.keys.tenants),
      binaryArray.text(this.keys.namespaces),
      binaryArray.text(this.keys.keys),
      binaryArray.text(this.duplicates.tenants),
      binaryArray.bytea(this.duplicates.digests),
      binaryArray.text(this.ids.tenants),
      binaryArray.uuid(this.ids.ids),
    ];
  }
}

interface StoredRow {
  tenant_id: TenantId;
  id: string;
  namespace: string;
  key: string | null;
  user_id: string | null;
  agent_id: string | null;
  version: number;
  created_ms: number;
  expires_ms: number | null;
  arrival: string;
  duplicate_digest: string | null;
  state_digest: string;
  nonce: Buffer;
  expired: boolean;
}

// OFFSET 0 keeps each wanted value a look-up of its own in the index, whatever the planner believes about the table's size.
const FIND_STORED = {
  text: `
    select m.tenant_id, m.id, m.namespace, m.key, m.user_id, m.agent_id, m.version, m.arrival, m.nonce,
      ${epochMs('m.created_at')} as created_ms, ${epochMs('m.expires_at')} as expires_ms,
      encode(m.duplicate_digest, 'base64') as duplicate_digest, encode(m.state_digest, 'base64') as state_digest,
      coalesce(m.expires_at <= now(), false) as expired
    from (
      select w.tenant_id, f.id from unnest($1::text[], $2::text[], $3::text[]) w (tenant_id, namespace, key),
        lateral (select id from memories m
          where m.tenant_id = w.tenant_id ${LOOK_UP} and m.namespace = w.namespace and m.key = w.key offset 0) f
      union
      select w.tenant_id, f.id from unnest($4::text[], $5::bytea[]) w (tenant_id, digest),
        lateral (select id from memories m where m.tenant_id = w.tenant_id ${LOOK_UP} and m.duplicate_digest = w.digest offset 0) f
      union
      select * from unnest($6::text[], $7::uuid[]) w (tenant_id, id)
    ) found,
    lateral (select * from memories m where m.tenant_id = found.tenant_id and m.id = found.id offset 0) m`,
};

/** Reads the wanted memories, each once, without their text. */
export async function findStored(
  transaction: GroupTransaction,
  wanted: WantedMemories,
): Promise<{ tenant: TenantId; memory: StoredMemory }[]> {
  if (wanted.isEmpty) return [];
  const rows = await transaction.query<StoredRow>(FIND_STORED, wanted.values());
  return rows.map((row) => ({ tenant: row.tenant_id, memory: storedOf(row) }));
}

function storedOf(row: StoredRow): StoredMemory {
  return {
    id: row.id,
    namespace: row.namespace,
    key: row.key,
    userId: row.user_id,
    agentId: row.agent_id,
    version: row.version,
    createdAt: Math.floor(row.created_ms),
    expiresAt: row.expires_ms,
    arrival: Number(row.arrival),
    duplicateDigest: row.duplicate_digest,
    stateDigest: row.state_digest,
    nonce: row.nonce,
    expired: row.expired,
    state: null,
  };
}
