import { z } from 'zod';
import type { Reward } from '../reward/reward';

const part = z.number().min(-1_000).max(1_000).nullish();

/** The body of `POST /reward/{frame_id}`. */
export const RewardBody = z
  .strictObject({
    r_task: part.meta({ description: 'Success of the task.' }),
    r_user: part.meta({ description: 'Satisfaction of the user.' }),
    r_latency: part.meta({ description: 'Cost of the time it took.' }),
    r_safety: part.meta({ description: 'Safety.' }),
    r_cost: part.meta({ description: 'Cost.' }),
    total: part.meta({ description: 'Default: r_task + r_user + r_safety − r_latency − r_cost.' }),
  })
  .meta({
    id: 'RewardRequest',
    description: 'The reward of an outcome, by its parts: −1,000 to 1,000 each, 0 if absent.',
  });

/** The id of a frame: any short text. */
export const FrameId = z.string().min(1).max(256);

export function rewardOf({
  r_task,
  r_user,
  r_latency,
  r_safety,
  r_cost,
}: z.output<typeof RewardBody>): Reward {
  return {
    task: r_task ?? 0,
    user: r_user ?? 0,
    latency: r_latency ?? 0,
    safety: r_safety ?? 0,
    cost: r_cost ?? 0,
  };
}
