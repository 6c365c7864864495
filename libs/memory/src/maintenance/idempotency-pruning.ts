import { type OldRows, PRUNED_AT_ONCE } from './pruning';

/** As long as an idempotency key keeps its answer. */
export const KEY_RETENTION = '24 hours';

/** Idempotency keys whose day is over. They are free again from that moment; removing them makes room. */
export const OLD_IDEMPOTENCY_KEYS: OldRows = {
  name: 'idempotency pruning',
  due: { text: `select tenant_id from tenant_heads where oldest_idempotency_key_at < now() - $1::interval` },
  prune: {
    text: `
    with old as (
      select digest from idempotency_keys where tenant_id = $1 and created_at < now() - $2::interval limit ${PRUNED_AT_ONCE}
    ), pruned as (
      delete from idempotency_keys k using old o where k.tenant_id = $1 and k.digest = o.digest returning 1
    )
    select count(*)::integer as pruned from pruned`,
  },
  noteOldest: {
    text: `update tenant_heads set oldest_idempotency_key_at = (select min(created_at) from idempotency_keys where tenant_id = $1)
    where tenant_id = $1`,
  },
};
