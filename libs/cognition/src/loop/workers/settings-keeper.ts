import { TOPICS } from '@somabrain/events';
import { newId, newTraceId } from '@somabrain/kernel';
import type { TenantTuning } from '../../tuning/tenant-tuning';
import type { TuningStore } from '../../tuning/tuning-store';
import { LOOP_ACTOR } from '../activity';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { ConfigUpdate } from '../records';
import { type Step, Worker } from '../worker';

/** Smaller differences change nothing that anybody could see. */
const LEAST_DIFFERENCE = 0.001;

/** Stores the settings of the learner in the tenant's tuning: learning rate and exploration temperature. */
export class SettingsKeeper extends Worker<null> {
  readonly name = 'settings';
  readonly topics = [TOPICS.configUpdates];

  constructor(private readonly tunings: Pick<TuningStore, 'read' | 'change'>) {
    super();
  }

  initial(): null {
    return null;
  }

  async step(_: null, message: LoopMessage): Promise<Step<null>> {
    const update = recordIn(message, ConfigUpdate);
    const { tenant } = message;
    if (differs(await this.tunings.read(tenant), update)) {
      const context = { tenant, actor: LOOP_ACTOR, traceId: newTraceId() };
      await this.tunings.change(context, null, (tuning) => ({
        tuning: { ...tuning, adaptation: configured(tuning, update) },
        reason: 'reward',
        event: {
          id: newId(),
          actor: LOOP_ACTOR,
          action: 'context.configured',
          traceId: context.traceId,
          resource: { type: 'tenant', id: tenant },
          data: { learning_rate: update.learning_rate, exploration: update.exploration_temp },
        },
      }));
    }
    return { state: null, outputs: [] };
  }
}

function differs(
  { adaptation }: TenantTuning,
  { learning_rate: rate, exploration_temp: tau }: ConfigUpdate,
): boolean {
  const { baseLearningRate, retrieval } = adaptation;
  return (
    Math.abs(retrieval.tau - tau) >= LEAST_DIFFERENCE || Math.abs(baseLearningRate - rate) >= LEAST_DIFFERENCE
  );
}

function configured(
  { adaptation }: TenantTuning,
  { learning_rate: rate, exploration_temp: tau }: ConfigUpdate,
): TenantTuning['adaptation'] {
  return { ...adaptation, baseLearningRate: rate, retrieval: { ...adaptation.retrieval, tau } };
}
