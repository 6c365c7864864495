export { type AdmissionGate, admissionSignal, OPEN_GATE } from './admission';
export { InProcessSessionBuffer } from './in-process/in-process-session-buffer';
export { RedisSessionBuffer } from './redis/redis-session-buffer';
export { salience, STEP_MS } from './salience';
export {
  type Admission,
  type Admitted,
  type BufferBounds,
  type BufferedMemory,
  SessionBuffer,
} from './session-buffer';
export { noveltyOf, textCode } from './text-code';
export { unifiedScore } from './unified-score';
export { WorkingMemoryModule } from './working-memory.module';
