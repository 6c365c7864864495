import { type RunRecord, type LastRun, type RunResult } from '@somabrain/cognition';
import type { ConsolidationStep } from '@somabrain/memory';
import { z } from 'zod';
import { nextCursor } from '../memory/cursor';

const dateTime = z.string().meta({ format: 'date-time' });
const count = z.int();
const uuid = z.string().meta({ format: 'uuid' });

const counts = z
  .object({
    near_duplicates: count.meta({ description: 'Memories closed because another one says the same.' }),
    superseded: count.meta({ description: 'Memories closed because a later one contradicts them.' }),
    summaries: count.meta({ description: 'Summaries created or updated.' }),
    summaries_removed: count.meta({
      description: 'Summaries removed because one of their sources is gone.',
    }),
    links_faded: count,
    links_removed: count,
  })
  .meta({ id: 'SleepCounts' });

const run = z
  .object({
    run_id: uuid,
    status: z.enum(['running', 'done', 'failed', 'interrupted', 'undone']),
    step: z.enum(['looking', 'closing', 'summarising', 'fading', 'ended']),
    seen: count.meta({ description: 'Memories processed so far.' }),
    total: count.meta({ description: 'Memories to process.' }),
    counts,
    dry_run: z.boolean(),
    actor: z.string(),
    started_at: dateTime,
    ended_at: dateTime.nullable(),
    failure: z.string().nullable().meta({ description: 'Code of the problem that ended it.' }),
  })
  .meta({ id: 'SleepRun' });

const planned = z.object({
  kind: z.enum(['close', 'summarise', 'remove', 'weigh']),
  memory_id: uuid.nullable().meta({ description: 'Null for a memory that would be new, and for links.' }),
  reason: z.string().nullable(),
  superseded_by: uuid.nullable(),
});

/** The answer to `POST /sleep/run`. */
export const SleepAnswer = z
  .object({
    ok: z.boolean().meta({ description: 'False where the run failed.' }),
    started_at_ms: count,
    mode: z.enum(['nrem/rem', 'nrem', 'rem', 'none']),
    details: z
      .object({
        nrem: z.object({ created: count, reinforced: count, pruned: count }),
        rem: z.object({ created: count }),
      })
      .meta({ description: 'The counts under the names of the original.' }),
    planned: z.array(planned).meta({ description: 'The first hundred of what a dry run would do.' }),
    trace_id: z.string(),
  })
  .and(run)
  .meta({ id: 'SleepAnswer' });

const last = z.object({ nrem: z.number().nullable(), rem: z.number().nullable() }).meta({
  description: 'End of the last run, in seconds since 1970.',
});
const schedule = {
  enabled: z.boolean().meta({ description: 'Whether runs are scheduled.' }),
  interval_seconds: count,
};

/** The answer to `GET /sleep/status`. */
export const SleepStatusAnswer = z
  .object({
    ...schedule,
    last,
    runs: z.array(run).meta({ description: 'The latest twenty, the newest first.' }),
  })
  .meta({ id: 'SleepStatus' });

/** The answer to `GET /sleep/status/all`. */
export const SleepersAnswer = z
  .object({
    ...schedule,
    tenants: z.record(z.string(), z.object({ last })).meta({ description: 'Tenants with a run.' }),
    next_cursor: nextCursor,
  })
  .meta({ id: 'SleepStatusOfAll' });

/** The answer to `POST /sleep/undo`. */
export const UndoAnswer = z
  .object({
    ok: z.literal(true),
    run_id: uuid,
    restored: count.meta({
      description: 'Changes that were undone. Later changes stay.',
    }),
    trace_id: z.string(),
  })
  .meta({ id: 'SleepUndone' });

/** The answer to `POST /reflect`. */
export const ReflectAnswer = z
  .object({
    created: count.meta({ description: 'Summaries created or updated.' }),
    summaries: z.array(z.string()).meta({ description: 'Their texts, at most a hundred.' }),
    ids: z.array(uuid).meta({ description: 'Their ids.' }),
    run_id: uuid,
    status: run.shape.status,
    trace_id: z.string(),
  })
  .meta({ id: 'Reflection' });

export type SleepAnswer = z.infer<typeof SleepAnswer>;
export type SleepStatusAnswer = z.infer<typeof SleepStatusAnswer>;
export type SleepersAnswer = z.infer<typeof SleepersAnswer>;
export type UndoAnswer = z.infer<typeof UndoAnswer>;
export type ReflectAnswer = z.infer<typeof ReflectAnswer>;

/** A run as it is answered. */
export function toRunAnswer({
  id,
  startedAt,
  endedAt,
  options,
  ...progress
}: RunRecord): z.infer<typeof run> {
  const { status, step, seen, total, counts: done, actor, failure } = progress;
  return {
    run_id: id,
    status,
    step,
    seen,
    total,
    counts: done,
    dry_run: options.dryRun,
    actor,
    started_at: new Date(startedAt).toISOString(),
    ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
    failure,
  };
}

export function toSleepAnswer({ run: record, planned: steps }: RunResult, traceId: string): SleepAnswer {
  const { options, counts: done, startedAt, status } = record;
  const modes = [options.nrem && ('nrem' as const), options.rem && ('rem' as const)].filter(
    (mode) => mode !== false,
  );
  return {
    ok: status !== 'failed',
    started_at_ms: Math.floor(startedAt),
    mode: modes.length === 2 ? 'nrem/rem' : (modes[0] ?? 'none'),
    details: {
      nrem: {
        created: 0,
        reinforced: 0,
        pruned: done.near_duplicates + done.superseded + done.links_removed,
      },
      rem: { created: done.summaries },
    },
    ...toRunAnswer(record),
    planned: steps.flatMap(toPlanned),
    trace_id: traceId,
  };
}

function toPlanned(step: ConsolidationStep): z.infer<typeof planned>[] {
  const none = { memory_id: null, reason: null, superseded_by: null };
  switch (step.kind) {
    case 'close':
      return [
        {
          kind: 'close',
          memory_id: step.id,
          reason: step.closure.reason,
          superseded_by: step.closure.supersededBy,
        },
      ];
    case 'remove':
      return [{ ...none, kind: 'remove', memory_id: step.id }];
    case 'summarise':
    case 'weigh':
      return [{ ...none, kind: step.kind }];
    case 'reopen':
      return [];
  }
}

/** When the parts of sleep were done last, of runs the newest of which comes first. */
export function toLast(runs: readonly RunRecord[]): z.infer<typeof last> {
  const latest = (part: 'nrem' | 'rem'): number | null => {
    const found = runs.find(({ status, options }) => status === 'done' && options[part] && !options.dryRun);
    return found?.endedAt == null ? null : found.endedAt / 1_000;
  };
  return { nrem: latest('nrem'), rem: latest('rem') };
}

export function toLastRuns(lastRuns: readonly LastRun[]): SleepersAnswer['tenants'] {
  return Object.fromEntries(
    lastRuns.map(({ tenant, sleptAt }) => {
      const seconds = sleptAt / 1_000;
      return [tenant, { last: { nrem: seconds, rem: seconds } }];
    }),
  );
}
