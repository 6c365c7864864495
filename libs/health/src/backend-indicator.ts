/** The names of the health answer. */
export const BACKEND_NAMES = ['redis', 'postgres', 'kafka', 'opa', 'memory'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

/** Tells whether one backend answers. Each backend has one; the health answer knows nothing else of it. */
export abstract class BackendIndicator {
  abstract readonly name: BackendName;
  /** Whether this process runs the backend itself. */
  abstract readonly embedded: boolean;

  /**
   * Asks the backend something cheap. It need not bound its own time: whoever calls it does.
   * @throws when the backend does not answer
   */
  abstract ping(): Promise<void>;
}
