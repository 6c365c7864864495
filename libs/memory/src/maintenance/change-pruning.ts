import { type OldRows, PRUNED_AT_ONCE } from './pruning';

/** Changes that no index needs any more. An index that slept longer than the retention loads anew: the horizon tells it to. */
export const OLD_CHANGES: OldRows = {
  name: 'change pruning',
  due: { text: `select tenant_id from tenant_heads where oldest_change_at < now() - $1::interval` },
  prune: {
    text: `
    with oldest as (
      select change_seq, changed_at from memory_changes where tenant_id = $1 order by change_seq limit ${PRUNED_AT_ONCE}
    ), pruned as (
      delete from memory_changes c using oldest o
      where c.tenant_id = $1 and c.change_seq = o.change_seq and o.changed_at < now() - $2::interval
      returning c.change_seq
    ), done as (select count(*) as pruned, max(change_seq) as horizon from pruned)
    update tenant_heads h set change_horizon = coalesce(d.horizon, h.change_horizon)
    from done d where h.tenant_id = $1 returning d.pruned::integer as pruned`,
  },
  noteOldest: {
    text: `update tenant_heads set oldest_change_at =
      (select changed_at from memory_changes where tenant_id = $1 order by change_seq limit 1)
    where tenant_id = $1`,
  },
};
