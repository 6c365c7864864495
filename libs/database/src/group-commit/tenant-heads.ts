import type { TenantId } from '@somabrain/kernel';
import { escapeLiteral } from 'pg';
import { binaryArray } from '../binary-array';
import type { TenantTransaction } from '../database';

/** A locked row of `tenant_heads`: its tenant, and the columns that its reader asked for as the driver gives them. */
export interface TenantHead extends Readonly<Record<string, unknown>> {
  readonly tenant_id: TenantId;
}

/** What to do about a head that another transaction holds. */
export type HeadLocking = 'skip-locked' | 'wait';

const CREATE_HEADS = {
  name: 'create-heads',
  text: `insert into tenant_heads (tenant_id) select unnest($1::text[]) order by 1 on conflict do nothing`,
};

/** @param columns further ones, each behind a comma */
const lockText = (tenants: string, columns: string): string => `select tenant_id${columns} from tenant_heads
  where tenant_id = any (${tenants}::text[]) order by tenant_id for update`;
const LOCK_HEADS = {
  wait: { name: 'lock-heads', text: lockText('$1', '') },
  'skip-locked': { name: 'lock-heads-skip', text: `${lockText('$1', '')} skip locked` },
};

/** Makes the head rows of tenants that have none yet. In tenant order, so that two of these cannot wait for each other. */
export async function createHeads(
  transaction: TenantTransaction,
  tenants: readonly TenantId[],
): Promise<void> {
  await transaction.query(CREATE_HEADS, [binaryArray.text(tenants)]);
}

/**
 * Locks head rows in tenant order until the transaction ends.
 * What the tenants' other rows say must be read by a later statement: this one may have waited, and its snapshot is from before.
 */
export async function lockHeads(
  transaction: TenantTransaction,
  tenants: readonly TenantId[],
  locking: HeadLocking,
): Promise<Map<TenantId, TenantHead>> {
  return headsOf(await transaction.query<TenantHead>(LOCK_HEADS[locking], [binaryArray.text(tenants)]));
}

/**
 * The same as a statement without parameters, to begin a transaction with; `headsOf` reads its rows.
 * @param columns of `tenant_heads` that are read, as a select list
 */
export function lockingStatement(
  tenants: readonly TenantId[],
  locking: HeadLocking,
  columns: string,
): string {
  const list = `array[${tenants.map((tenant) => escapeLiteral(tenant)).join(',')}]`;
  const text = lockText(list, `, ${columns}`);
  return locking === 'wait' ? text : `${text} skip locked`;
}

/** By tenant. */
export function headsOf(rows: readonly TenantHead[]): Map<TenantId, TenantHead> {
  return new Map(rows.map((row) => [row.tenant_id, row]));
}
