import { type SleepOptions, SLEEP_DEFAULTS } from '@somabrain/cognition';
import { namespaceName, storable } from '@somabrain/memory';
import { z } from 'zod';
import { pageParameters, toPage } from '../memory/list-request';

const idleSeconds = z
  .int()
  .min(0)
  .max(31_536_000)
  .optional()
  .meta({
    description: `Seconds without a new memory after which a session has ended. Default: ${SLEEP_DEFAULTS.episodeIdleSeconds}.`,
  });
const waitSeconds = z.number().min(0).max(10).optional().meta({
  description: 'Seconds to wait for the end of the run. It continues after that. Default: 10.',
});
const namespace = namespaceName.optional().meta({ description: 'Default: all of the tenant.' });

/** The body of `POST /sleep/run`. */
const SleepBody = z
  .strictObject({
    nrem: z.boolean().optional().meta({
      description: 'Supersede near-duplicates and outdated memories, and decay links. Default: true.',
    }),
    rem: z.boolean().optional().meta({ description: 'Summarise sessions that have ended. Default: true.' }),
    namespace,
    dry_run: z.boolean().optional().meta({ description: 'Only show what would be done. Default: false.' }),
    episode_idle_seconds: idleSeconds,
    wait_seconds: waitSeconds,
  })
  .meta({ id: 'SleepRequest', description: 'The parts of a run; without a body, all of them.' });

/** What is to be done, and how long its end is waited for. */
export interface SleepInput {
  readonly options: SleepOptions;
  /** Null: as long as usual. */
  readonly waitMs: number | null;
}

/** The same as what is to be done. */
export const SleepRequest = storable(SleepBody).transform((given): SleepInput => ({
  options: {
    namespace: given.namespace ?? null,
    nrem: given.nrem ?? true,
    rem: given.rem ?? true,
    dryRun: given.dry_run ?? false,
    episodeIdleSeconds: given.episode_idle_seconds ?? SLEEP_DEFAULTS.episodeIdleSeconds,
  },
  waitMs: toMilliseconds(given.wait_seconds),
}));

/** The body of `POST /sleep/undo`. */
const UndoBody = z
  .strictObject({
    run_id: z
      .guid({ error: 'must be the id of a run' })
      .optional()
      .meta({ description: 'Default: the latest run that changed something.' }),
  })
  .meta({ id: 'SleepUndoRequest', description: 'The run to undo.' });
export const UndoRequest = UndoBody.transform(({ run_id: run }) => run ?? null);

/** The body of `POST /reflect`. */
const ReflectBody = z
  .strictObject({ namespace, episode_idle_seconds: idleSeconds, wait_seconds: waitSeconds })
  .meta({ id: 'ReflectRequest', description: 'The sessions to summarise.' });
export const ReflectRequest = storable(ReflectBody).transform((given): SleepInput => ({
  options: {
    namespace: given.namespace ?? null,
    nrem: false,
    rem: true,
    dryRun: false,
    episodeIdleSeconds: given.episode_idle_seconds ?? 0,
  },
  waitMs: toMilliseconds(given.wait_seconds),
}));

/** The query parameters of `GET /sleep/status/all`. */
export const SleepersParameters = z.strictObject(pageParameters).transform(toPage);

function toMilliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1_000;
}
