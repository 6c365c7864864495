import { TOPICS } from '@somabrain/events';
import { averageAfter, explorationOf, LEARNING_RATE } from '../../reward/learn';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { type ConfigUpdate, RewardEvent } from '../records';
import { type Step, Worker } from '../worker';

interface State {
  /** Of the rewards; null before the first. */
  readonly average: number | null;
}

/** Says how much a tenant is to explore after what rewards it got. */
export class LearnerWorker extends Worker<State> {
  readonly name = 'learner';
  readonly topics = [TOPICS.rewardEvents];

  /** @param alpha what the latest reward weighs */
  constructor(private readonly alpha: number) {
    super();
  }

  initial(): State {
    return { average: null };
  }

  step({ average }: State, message: LoopMessage): Step<State> {
    const { total, ts } = recordIn(message, RewardEvent);
    const after = averageAfter(average, total, this.alpha);
    const value: ConfigUpdate = { learning_rate: LEARNING_RATE, exploration_temp: explorationOf(after), ts };
    return { state: { average: after }, outputs: [{ topic: TOPICS.configUpdates, value }] };
  }
}
