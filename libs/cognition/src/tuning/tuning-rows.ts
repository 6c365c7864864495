import type { AdaptationState } from '../adaptation/adaptation-state';
import { INITIAL_TUNING, type TenantTuning, type RecordedState } from './tenant-tuning';
import type { Neuromodulators } from './neuromodulators';
import type { Traits } from './personality';

export interface TuningRow {
  version: string;
  adaptation: AdaptationState;
  neuromodulators: Neuromodulators;
  traits: Traits;
  feedbacks: string;
}

export interface HistoryRow {
  version: string;
  adaptation: AdaptationState;
  reason: string;
  actor: string;
  recorded_ms: number;
}

const TUNING = `select version, adaptation, neuromodulators, traits, feedbacks from tenant_minds where tenant_id = $1`;
const HISTORY = `select version, adaptation, reason, actor, (extract(epoch from recorded_at) * 1000)::double precision as recorded_ms
  from adaptation_history where tenant_id = $1`;

export const READ = { text: TUNING };
export const LOCK = { text: `${TUNING} for update` };
export const CREATE = {
  text: `insert into tenant_minds (tenant_id, version, adaptation, neuromodulators, traits, updated_at)
    values ($1, 0, $2, $3, $4, now()) on conflict do nothing`,
};
export const WRITE = {
  text: `update tenant_minds set version = $2, adaptation = $3, neuromodulators = $4, traits = $5, feedbacks = $6, updated_at = now()
    where tenant_id = $1`,
};
export const RANK_BY = {
  text: `insert into tenant_heads (tenant_id, ranking) values ($1, $2)
    on conflict (tenant_id) do update set ranking = excluded.ranking`,
};
export const RECORD = {
  text: `insert into adaptation_history (tenant_id, version, adaptation, reason, actor, recorded_at) values ($1, $2, $3, $4, $5, now())`,
};
export const FORGET_STATES = {
  text: `delete from adaptation_history where tenant_id = $1 and version <= $2`,
};
export const READ_STATE = { text: `${HISTORY} and version = $2` };
export const READ_STATES = { text: `${HISTORY} and version < $2 order by version desc limit $3` };
export const COUNT_STATES = {
  text: `select count(*)::integer as count from adaptation_history where tenant_id = $1`,
};
export const FIND_FEEDBACK = {
  text: `select fingerprint from feedback_events where tenant_id = $1 collate "POSIX" and request = $2`,
};
export const KEEP_FEEDBACK = {
  text: `insert into feedback_events
      (tenant_id, id, request, fingerprint, session_id, utility, reward, tokens, model, memories, version, received_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())`,
};
/** A hundred at a time: there are never many more that are due. */
export const FORGET_FEEDBACK = {
  text: `delete from feedback_events where tenant_id = $1 and id in (
      select id from feedback_events where tenant_id = $1 and received_at < now() - $2 * interval '1 day' order by id limit 100
    )`,
};

export function tuningOf(row: TuningRow | undefined): TenantTuning {
  if (!row) return INITIAL_TUNING;
  const { adaptation, neuromodulators, traits } = row;
  return {
    version: Number(row.version),
    adaptation,
    neuromodulators,
    traits,
    feedbacks: Number(row.feedbacks),
  };
}

export function recordedOf({ version, recorded_ms: recordedAt, ...row }: HistoryRow): RecordedState {
  return { ...row, version: Number(version), recordedAt };
}
