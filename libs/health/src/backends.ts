import type { BackendIndicator } from './backend-indicator';

/** The backends of a process that health asks. The class is its own injection token. */
export abstract class Backends {
  abstract readonly postgres: BackendIndicator;
  /** Null where this process keeps the memories itself. */
  abstract readonly memory: BackendIndicator | null;
}
