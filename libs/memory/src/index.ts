export { coordinateOf } from './coordinate';
export {
  createInProcessMemory,
  type InProcessMemory,
  type InProcessMemorySettings,
  type MemoryObserver,
} from './in-process/in-process-memory';
export type {
  Memory,
  MemoryFilter,
  NewMemory,
  Recalled,
  RecalledMemory,
  RecallQuery,
  Remembered,
} from './memory';
export { MemoryModule } from './memory.module';
export { type BatchOutcome, MemoryService } from './memory-service';
