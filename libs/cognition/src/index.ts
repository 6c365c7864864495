export { type Acted, Acting, type Task } from './acting/acting';
export { adapt, learningRateOf } from './adaptation/adapt';
export { Adaptation, type Feedback, type Learnt, type Reset } from './adaptation/adaptation';
export { ADAPTED, type Adapted, type AdaptationState, INITIAL_STATE } from './adaptation/adaptation-state';
export { answerUtility } from './adaptation/utility-guard';
export { CognitionModule } from './cognition.module';
export {
  type BuiltContext,
  ContextBuilder,
  type ContextMemory,
  type ContextQuery,
} from './context/context-builder';
export { roomBeside } from './context/prompt';
export type { Reached } from './graph/explore';
export { Graph, type GraphPath, type GraphQuery } from './graph/graph';
export type { GraphNode } from './graph/graph-node';
export { LeaderPolicy, type LeaderQuestion } from './integration/leader-policy';
export { LOOP_WORKERS, LoopModule } from './loop/loop.module';
export type { RunningWorker } from './loop/in-process-loop';
export {
  type BeliefUpdate,
  type ConfigUpdate,
  type EpisodeSnapshot,
  type GlobalFrame,
  LOOP_RECORDS,
  type RewardEvent,
  type SegmentBoundary,
} from './loop/records';
export { FrameId, RewardBody, rewardOf } from './loop/reward-body';
export { CachedStates } from './loop/states/cached-states';
export { InProcessStates } from './loop/states/in-process-states';
export { PostgresStates } from './loop/states/postgres-states';
export { StaleState, type StateAddress, type StoredState, WorkerStates } from './loop/states/worker-states';
export { Rewards } from './loop/rewards';
export { REWARDS_PROVIDER } from './loop/rewards-provider';
export type { TenantTuning, RecordedState } from './tuning/tenant-tuning';
export { TuningStore } from './tuning/tuning-store';
export { type Neuromodulator, type Neuromodulators, RESTING } from './tuning/neuromodulators';
export type { Traits } from './tuning/personality';
export type { RunRecord, SleepOptions } from './consolidation/run-record';
export { RunStore, type LastRun } from './consolidation/run-store';
export { Sleep, SLEEP_DEFAULTS, type RunResult } from './consolidation/sleep';
export { SleepScheduler } from './consolidation/sleep-scheduler';
export { ModulatorSettings } from './tuning/modulator-settings';
export { Retrieval } from './retrieving/retrieval';
export {
  RETRIEVERS,
  type RetrievalQuery,
  type Retrieved,
  type RetrievedCandidate,
  type Retriever,
} from './retrieving/retrieval-query';
export { BufferedSessionHits } from './working-memory/buffered-session-hits';
export { SessionHitsModule } from './working-memory/session-hits.module';
export { type WorkingMemoryEntry, WorkingMemory } from './working-memory/working-memory';
