import { z } from 'zod';

/** The answer to `POST /reward/{frame_id}`. */
export const RewardAnswer = z
  .object({ status: z.literal('ok'), trace_id: z.string() })
  .meta({ id: 'RewardAnswer' });

/** The answer to `GET /reward/health` and `GET /learner/health`. */
export const LoopHealthAnswer = z
  .object({
    ok: z.boolean(),
    service: z.enum(['reward_producer', 'learner_online']),
    where: z.enum(['in_process', 'apart', 'not_asked']).meta({
      description: '`not_asked`: it runs in another process, and SOMABRAIN_LEARNER_URL is not set.',
    }),
  })
  .meta({ id: 'LoopHealth' });

export type RewardAnswer = z.infer<typeof RewardAnswer>;
export type LoopHealthAnswer = z.infer<typeof LoopHealthAnswer>;
