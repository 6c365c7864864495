import { TOPICS } from '@somabrain/events';
import type { Clock } from '@somabrain/kernel';
import { rewardOfRating } from '../../reward/reward';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { type RewardEvent, TeachFeedback } from '../records';
import { type Step, Worker } from '../worker';

interface State {
  /** Frames that were rated, the latest last. */
  readonly rated: readonly string[];
}

/** Makes rewards of ratings, one for each frame. */
export class TeacherWorker extends Worker<State> {
  readonly name = 'teach';
  readonly topics = [TOPICS.teachFeedback];

  /** @param remembered frames that are known when they are rated again */
  constructor(
    private readonly remembered: number,
    private readonly clock: Clock,
  ) {
    super();
  }

  initial(): State {
    return { rated: [] };
  }

  step(state: State, message: LoopMessage): Step<State> {
    const { frame_id: frame, rating } = recordIn(message, TeachFeedback);
    if (state.rated.includes(frame)) return { state, outputs: [] };
    const user = rewardOfRating(rating);
    const value: RewardEvent = {
      frame_id: frame,
      r_task: 0,
      r_user: user,
      r_latency: 0,
      r_safety: 0,
      r_cost: 0,
      total: user,
      ts: new Date(this.clock.now()).toISOString(),
    };
    return {
      state: { rated: [...state.rated, frame].slice(-this.remembered) },
      outputs: [{ topic: TOPICS.rewardEvents, value }],
    };
  }
}
