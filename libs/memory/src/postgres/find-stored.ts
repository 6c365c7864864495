import { binaryArray, type GroupTransaction } from '@somabrain/database';
import type { TenantId, Visibility } from '@somabrain/kernel';
import type { NamedAddress } from '../links/link';
import type { KeyScope } from '../planning/key-scope';
import { MOST_LOOKED_UP } from '../planning/planned-memories';
import { epochMs, LOOK_UP } from './memory-rows';
import type { StoredMemory } from '../planning/tenant-plan';
import type { WantedOfTenant } from '../planning/write-kind';

/** How the index of keys has a user or an agent that is none. */
const NONE = '';

/** A key that is looked up. A user or an agent that is null is any. */
interface WantedKey {
  readonly tenant: TenantId;
  readonly namespace: string;
  readonly key: string;
  readonly userId: string | null;
  readonly agentId: string | null;
}

/** Which stored memories a group may meet: by key, by likeness and by id. */
export class WantedMemories {
  private readonly keys: WantedKey[] = [];
  private readonly duplicates = { tenants: [] as string[], digests: [] as Buffer[] };
  private readonly ids = { tenants: [] as string[], ids: [] as string[] };

  withKey(
    tenant: TenantId,
    { namespace, key }: NamedAddress,
    scope: KeyScope,
    visibility?: Visibility,
  ): void {
    const users = valuesOf(scope.userId, visibility?.userId);
    const agents = valuesOf(scope.agentId, visibility?.agentId);
    // Of several agents the plan finds out which are seen.
    const agentId = agents?.length === 1 ? (agents[0] ?? NONE) : null;
    for (const user of users ?? [undefined]) {
      this.keys.push({ tenant, namespace, key, userId: user === undefined ? null : (user ?? NONE), agentId });
    }
  }

  /** @param digest base64 */
  withDuplicateDigest(tenant: TenantId, digest: string): void {
    this.duplicates.tenants.push(tenant);
    this.duplicates.digests.push(Buffer.from(digest, 'base64'));
  }

  /** Asks for a memory by its id. */
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
      withKey: (named, scope, visibility) => {
        this.withKey(tenant, named, scope, visibility);
      },
      withDuplicateDigest: (digest) => {
        this.withDuplicateDigest(tenant, digest);
      },
    };
  }

  get isEmpty(): boolean {
    return this.keys.length + this.duplicates.digests.length + this.ids.ids.length === 0;
  }

  /** The parameters of the statement. */
  values(): Buffer[] {
    return [
      binaryArray.text(this.keys.map(({ tenant }) => tenant)),
      binaryArray.text(this.keys.map(({ namespace }) => namespace)),
      binaryArray.text(this.keys.map(({ key }) => key)),
      binaryArray.text(this.keys.map(({ userId }) => userId)),
      binaryArray.text(this.keys.map(({ agentId }) => agentId)),
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

/**
 * Looks memories up by key, in the order of the index, which begins with those of no user and agent.
 * @param which of the wanted keys `w` are meant; @param condition on rows `m` of `memories`
 */
function withKey(which: string, condition: string): string {
  return `select w.tenant_id, f.id
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) w (tenant_id, namespace, key, user_id, agent_id),
        lateral (select id from memories m
          where m.tenant_id = w.tenant_id ${LOOK_UP} and m.namespace = w.namespace and m.key = w.key ${condition}
            and (w.agent_id is null or coalesce(m.agent_id, '') = w.agent_id)
          order by coalesce(m.user_id, ''), coalesce(m.agent_id, '') limit ${MOST_LOOKED_UP}) f
      where ${which}`;
}

// OFFSET 0 keeps each wanted value a look-up of its own in the index, whatever the planner believes about the table's size.
const FIND_STORED = {
  name: 'find-stored-memories',
  text: `
    select m.tenant_id, m.id, m.namespace, m.key, m.user_id, m.agent_id, m.version, m.arrival, m.nonce,
      ${epochMs('m.created_at')} as created_ms, ${epochMs('m.expires_at')} as expires_ms,
      encode(m.duplicate_digest, 'base64') as duplicate_digest, encode(m.state_digest, 'base64') as state_digest,
      coalesce(m.expires_at <= now(), false) as expired
    from (
      ${withKey('w.user_id is not null', "and coalesce(m.user_id, '') = w.user_id")}
      union
      ${withKey('w.user_id is null', '')}
      union
      select w.tenant_id, f.id from unnest($6::text[], $7::bytea[]) w (tenant_id, digest),
        lateral (select id from memories m where m.tenant_id = w.tenant_id ${LOOK_UP} and m.duplicate_digest = w.digest offset 0) f
      union
      select * from unnest($8::text[], $9::uuid[]) w (tenant_id, id)
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

/** The users or agents that a scope means; null: any. */
function valuesOf(
  named: string | null | undefined,
  visible: readonly (string | null)[] | undefined,
): readonly (string | null)[] | null {
  return named === undefined ? (visible ?? null) : [named];
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
