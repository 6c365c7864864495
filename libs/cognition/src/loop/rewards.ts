import { type EventBus, TOPICS } from '@somabrain/events';
import { type Clock, newId, Problem, systemClock, type TenantContext } from '@somabrain/kernel';
import { type Reward, totalOf } from '../reward/reward';
import { asEventMessage } from './message';
import type { RewardEvent } from './records';

/** Publishes rewards to the loop. */
export class Rewards {
  /** By which a reward that comes again is known. */
  private readonly producer = `reward/${newId()}`;
  private said = 0;

  /** @param enabled whether there is a loop that learns from them */
  constructor(
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly enabled: boolean,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * Resolves when the bus guarantees delivery to the learner.
   * @param frame the frame that the reward is for
   * @param total the whole reward; null: the sum of its parts
   * @throws Problem COGNITION_UNAVAILABLE
   */
  async reward(
    { tenant }: TenantContext,
    frame: string,
    reward: Reward,
    total: number | null,
  ): Promise<void> {
    this.requireLoop();
    const value: RewardEvent = {
      frame_id: frame,
      r_task: reward.task,
      r_user: reward.user,
      r_latency: reward.latency,
      r_safety: reward.safety,
      r_cost: reward.cost,
      total: total ?? totalOf(reward),
      ts: new Date(this.clock.now()).toISOString(),
    };
    this.said += 1;
    const origin = { producer: this.producer, number: this.said };
    const id = `${this.producer}/${this.said}`;
    try {
      await this.bus.publish(TOPICS.rewardEvents, [
        asEventMessage({ tenant, stream: '', id, origin, value }),
      ]);
    } catch (cause) {
      throw new Problem('COGNITION_UNAVAILABLE', 'Kafka does not take rewards; try again shortly', { cause });
    }
  }

  /** @throws Problem COGNITION_UNAVAILABLE where there is no loop */
  requireLoop(): void {
    if (this.enabled) return;
    throw new Problem(
      'COGNITION_UNAVAILABLE',
      'There is no cognitive loop here: it needs ENABLE_COG_THREADS=1',
    );
  }
}
