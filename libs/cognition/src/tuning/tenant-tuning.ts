import { type AdaptationState, INITIAL_STATE } from '../adaptation/adaptation-state';
import { type Neuromodulators, RESTING } from './neuromodulators';
import type { Traits } from './personality';

/** What a tenant has learnt, and the figures that tune its learning. Tenants share none of it. */
export interface TenantTuning {
  /** Of the adaptation: one more with each change, 0 before the first. */
  readonly version: number;
  readonly adaptation: AdaptationState;
  readonly neuromodulators: Neuromodulators;
  readonly traits: Traits;
  /** Feedback that was learnt from since the last reset of the history. */
  readonly feedbacks: number;
}

/** The tuning of a tenant that has given no feedback and set no levels. */
export const INITIAL_TUNING: TenantTuning = Object.freeze({
  version: 0,
  adaptation: INITIAL_STATE,
  neuromodulators: RESTING,
  traits: Object.freeze({}),
  feedbacks: 0,
});

/** One feedback as it is kept: figures, no words. */
export interface FeedbackEvent {
  readonly id: string;
  readonly sessionId: string | null;
  readonly utility: number | null;
  readonly reward: number | null;
  readonly tokens: number | null;
  readonly model: string | null;
  /** How many memories it rated. */
  readonly memories: number;
}

/** An earlier or the present state of the adaptation. */
export interface RecordedState {
  readonly version: number;
  readonly adaptation: AdaptationState;
  readonly reason: string;
  readonly actor: string;
  readonly recordedAt: number;
}
