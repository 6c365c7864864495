import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type JsonObject, newId, Problem, requireWholeTenant, type TenantContext } from '@somabrain/kernel';
import { MemoryService, type RatedMemory, type WriteOptions } from '@somabrain/memory';
import { LearningMetrics } from '@somabrain/metrics';
import type { TenantTuning, RecordedState } from '../tuning/tenant-tuning';
import {
  type ChangedTuning,
  type TuningChange,
  type TuningRequest,
  TuningStore,
} from '../tuning/tuning-store';
import { adapt } from './adapt';
import { ADAPTED, type AdaptationState, INITIAL_STATE } from './adaptation-state';

/** How an answer that memories went into turned out. */
export interface Feedback {
  /** The question; null where the feedback is about memories in general. */
  readonly query: string | null;
  readonly sessionId: string | null;
  /** How useful the answer was; null: not said. */
  readonly utility: number | null;
  /** Counts instead of the utility where it is given. */
  readonly reward: number | null;
  readonly memories: readonly RatedMemory[];
  readonly tokens: number | null;
  readonly model: string | null;
}

/** What a feedback came to. */
export interface Learnt {
  readonly adapted: boolean;
  readonly rated: number;
  readonly replayed: boolean;
}

/** The state that a reset returns to. Absent values are those of the original. */
export interface Reset {
  /** The earlier version to go back to; null: the beginning, with what follows. */
  readonly version: number | null;
  readonly baseLearningRate: number | null;
  readonly retrieval: Partial<AdaptationState['retrieval']>;
  readonly utility: Partial<AdaptationState['utility']>;
  readonly gains: Partial<AdaptationState['gains']>;
  /** Bounds by their names: `alpha_min`, `alpha_max`, … */
  readonly constraints: Readonly<Record<string, number>>;
  readonly dropHistory: boolean;
}

export interface LearningObserver {
  feedbackApplied(): void;
}

/** Learns from feedback: the ratings of memories, and the weights of the tenant. */
@Injectable()
export class Adaptation {
  constructor(
    private readonly tunings: TuningStore,
    private readonly memories: MemoryService,
    @Inject(LearningMetrics) private readonly observer: LearningObserver,
  ) {}

  /** @throws Problem MEMORY_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, DATABASE_UNAVAILABLE, MEMORY_UNAVAILABLE */
  async feedback(context: TenantContext, feedback: Feedback, options: WriteOptions = {}): Promise<Learnt> {
    const { memories, query } = feedback;
    const rating = memories.length > 0 && (await this.memories.rate(context, { query, memories }, options));
    // The weights are all of the tenant's: who sees a part of it rates memories and leaves the weights.
    const signal = context.visibility ? null : (feedback.reward ?? feedback.utility);
    const request = requestOf(context, options, feedback);
    const changed = await this.tunings.change(context, request, (tuning) =>
      learnt(context, tuning, feedback, signal),
    );
    if (!changed.replayed) this.observer.feedbackApplied();
    return {
      adapted: signal !== null,
      rated: rating ? rating.rated : 0,
      replayed: changed.replayed,
    };
  }

  /** Reads the adaptation of a tenant. @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async state(context: TenantContext): Promise<TenantTuning & { readonly states: number }> {
    requireWholeTenant(context, 'What is learnt');
    return this.tunings.read(context.tenant);
  }

  /** Its states, the newest first. @param before version that they are below; @throws Problem as `state` */
  async history(context: TenantContext, before: number, limit: number): Promise<RecordedState[]> {
    requireWholeTenant(context, 'What is learnt');
    return this.tunings.history(context.tenant, before, limit);
  }

  /** Goes back to the beginning or to an earlier state. @throws Problem VERSION_NOT_FOUND, VALIDATION_FAILED, and as `state` */
  async reset(context: TenantContext, reset: Reset): Promise<ChangedTuning> {
    requireWholeTenant(context, 'What is learnt');
    const { version } = reset;
    const adaptation =
      version === null ? startOf(reset) : (await this.tunings.stateAt(context.tenant, version)).adaptation;
    return this.tunings.change(context, null, (tuning) => ({
      tuning: { ...tuning, adaptation, feedbacks: version === null ? 0 : tuning.feedbacks },
      reason: version === null ? 'reset' : `back to version ${version}`,
      dropHistory: reset.dropHistory,
      event: {
        ...actorOf(context),
        action: 'context.adaptation_reset',
        data: { before: tuning.version, to: version, drop_history: reset.dropHistory },
      },
    }));
  }
}

function learnt(
  context: TenantContext,
  tuning: TenantTuning,
  feedback: Feedback,
  signal: number | null,
): TuningChange {
  const { memories, sessionId, utility, reward, tokens, model } = feedback;
  const adaptation =
    signal === null ? tuning.adaptation : adapt(tuning.adaptation, signal, tuning.neuromodulators.dopamine);
  const event = actorOf(context);
  return {
    tuning: { ...tuning, adaptation, feedbacks: tuning.feedbacks + (signal === null ? 0 : 1) },
    reason: signal === null ? null : 'feedback',
    feedback: {
      id: event.id,
      sessionId,
      utility,
      reward,
      tokens,
      model,
      memories: memories.length,
    },
    event: {
      ...event,
      action: 'context.feedback',
      data: {
        utility,
        reward,
        memories: memories.length,
        applied: signal !== null,
        before: weightsOf(tuning.adaptation),
        after: weightsOf(adaptation),
      },
    },
  };
}

/** @throws Problem VALIDATION_FAILED for bounds that are none */
function startOf({ retrieval, utility, gains, constraints, baseLearningRate }: Reset): AdaptationState {
  const state = {
    retrieval: { ...INITIAL_STATE.retrieval, ...retrieval },
    utility: { ...INITIAL_STATE.utility, ...utility },
    gains: { ...INITIAL_STATE.gains, ...gains },
    bounds: boundsOf(constraints),
    baseLearningRate: baseLearningRate ?? INITIAL_STATE.baseLearningRate,
    learningRate: baseLearningRate ?? INITIAL_STATE.learningRate,
  };
  return state;
}

/** @throws Problem VALIDATION_FAILED */
function boundsOf(constraints: Reset['constraints']): AdaptationState['bounds'] {
  const bounds = { ...INITIAL_STATE.bounds };
  for (const name of ADAPTED) {
    const [initialLeast, initialMost] = bounds[name];
    const least = constraints[`${name}_min`] ?? initialLeast;
    const most = constraints[`${name}_max`] ?? initialMost;
    if (least > most) {
      const field = `constraints.${name}_min`;
      const message = `must not exceed ${name}_max, which is ${most}`;
      throw new Problem('VALIDATION_FAILED', `${field} ${message}`, { errors: [{ field, message }] });
    }
    bounds[name] = [least, most];
  }
  return bounds;
}

function weightsOf({ retrieval, utility }: AdaptationState): JsonObject {
  return { ...retrieval, ...utility };
}

function actorOf({ tenant, actor, traceId, decisionId }: TenantContext) {
  return { id: newId(), actor, traceId, decisionId, resource: { type: 'tenant', id: tenant } };
}

/** What makes a repeated feedback the same one. */
function requestOf(
  { actor }: TenantContext,
  { idempotencyKey }: WriteOptions,
  feedback: Feedback,
): TuningRequest | null {
  if (idempotencyKey === undefined) return null;
  return { digest: sha256([actor, idempotencyKey]), fingerprint: sha256(feedback) };
}

function sha256(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
