import { binaryArray, type TenantTransaction } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { ChainEnd } from './audit-chain';
import type { AuditStream } from './audit-record';

/** One chain whose head is in `audit_heads`. */
export interface ChainKey {
  readonly tenant: TenantId;
  readonly stream: Exclude<AuditStream, 'operations'>;
}

const CREATE_HEADS = {
  name: 'create-audit-heads',
  text: `insert into audit_heads (tenant_id, stream)
    select * from unnest($1::text[], $2::text[]) w order by 1, 2 on conflict do nothing`,
};
const LOCK_HEADS = {
  name: 'lock-audit-heads',
  text: `select h.tenant_id, h.stream, h.seq, h.hash
    from unnest($1::text[], $2::text[]) w (tenant_id, stream) join audit_heads h using (tenant_id, stream)
    order by h.tenant_id, h.stream for update of h`,
};

interface HeadRow {
  tenant_id: TenantId;
  stream: ChainKey['stream'];
  seq: string;
  hash: Buffer;
}

/** Identifies a chain in a map: neither part has a space. */
export function chainKeyOf({ tenant, stream }: ChainKey): string {
  return `${tenant} ${stream}`;
}

/**
 * Locks the heads of chains until the transaction ends, in the order of tenant and stream; makes those that are missing.
 * Two transactions that make heads at once may wait for each other, once in the life of a chain: Postgres ends one, which is tried again.
 * @returns the ends, by `chainKeyOf`
 */
export async function lockChainHeads(
  transaction: TenantTransaction,
  chains: readonly ChainKey[],
): Promise<Map<string, ChainEnd>> {
  const heads = await lockExisting(transaction, chains);
  const missing = chains.filter((chain) => !heads.has(chainKeyOf(chain)));
  if (missing.length === 0) return heads;
  await transaction.query(CREATE_HEADS, arraysOf(missing));
  return lockExisting(transaction, chains);
}

async function lockExisting(
  transaction: TenantTransaction,
  chains: readonly ChainKey[],
): Promise<Map<string, ChainEnd>> {
  const rows = await transaction.query<HeadRow>(LOCK_HEADS, arraysOf(chains));
  return new Map(
    rows.map((row) => [
      chainKeyOf({ tenant: row.tenant_id, stream: row.stream }),
      { seq: Number(row.seq), hash: row.hash },
    ]),
  );
}

function arraysOf(chains: readonly ChainKey[]): Buffer[] {
  return [
    binaryArray.text(chains.map((chain) => chain.tenant)),
    binaryArray.text(chains.map((chain) => chain.stream)),
  ];
}
