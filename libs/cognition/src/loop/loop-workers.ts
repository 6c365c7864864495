import type { CognitionRole, CognitiveLoopConfiguration } from '@somabrain/config';
import { type Clock, systemClock } from '@somabrain/kernel';
import type { MemoryService } from '@somabrain/memory';
import type { SessionBuffer } from '@somabrain/working-memory';
import type { LeaderPolicy } from '../integration/leader-policy';
import type { TuningStore } from '../tuning/tuning-store';
import type { SegmentSettings } from '../segmentation/segment';
import type { Worker } from './worker';
import { AnticipatorWorker } from './workers/anticipator';
import { IntegratorWorker } from './workers/integrator';
import { LearnerWorker } from './workers/learner';
import { OrchestratorWorker } from './workers/orchestrator';
import { PredictorWorker } from './workers/predictor';
import { SegmenterWorker } from './workers/segmenter';
import { SettingsKeeper } from './workers/settings-keeper';
import { TeacherWorker } from './workers/teacher';

/** What the loop acts on. */
export interface LoopParts {
  readonly memories: MemoryService;
  readonly buffer: SessionBuffer;
  readonly tunings: TuningStore;
  /** Null: the greatest weight leads. */
  readonly leaderPolicy: LeaderPolicy | null;
}

/** The workers of the roles that a process has. */
export function workersOf(
  loop: CognitiveLoopConfiguration,
  parts: LoopParts,
  clock: Clock = systemClock,
): readonly Worker[] {
  return loop.roles.flatMap((role) => workersOfRole(role, loop, parts, clock));
}

function workersOfRole(
  role: CognitionRole,
  loop: CognitiveLoopConfiguration,
  { memories, buffer, tunings, leaderPolicy }: LoopParts,
  clock: Clock,
): Worker[] {
  switch (role) {
    case 'predictor-state':
      return [new PredictorWorker('state', loop.predictor, clock)];
    case 'predictor-agent':
      return [new PredictorWorker('agent', loop.predictor, clock)];
    case 'predictor-action':
      return [new PredictorWorker('action', loop.predictor, clock)];
    case 'integrator':
      return [new IntegratorWorker(loop.domains, loop.integrator, leaderPolicy)];
    case 'segmentation':
      return [new SegmenterWorker(segmentSettings(loop.segmentation))];
    case 'orchestrator':
      return [
        ...(loop.episodes ? [new OrchestratorWorker(memories)] : []),
        ...(loop.anticipation ? [new AnticipatorWorker(buffer)] : []),
      ];
    case 'learner':
      return [new LearnerWorker(loop.learner.alpha), new SettingsKeeper(tunings)];
    case 'teach':
      return [new TeacherWorker(loop.teach.remembered, clock)];
    case 'reward':
      // It listens to HTTP alone.
      return [];
  }
}

function segmentSettings({
  mode,
  maxDwellMs,
  minGapMs,
  minStd,
  changePoint,
  hazard,
}: CognitiveLoopConfiguration['segmentation']): SegmentSettings {
  const shared = { maxDwellMs, minGapMs, minStd };
  return { mode, changePoint: { ...shared, ...changePoint }, hazard: { ...shared, ...hazard } };
}
