/** Tells whether one backend answers. Each backend has one; the health answer knows nothing else of it. */
export abstract class BackendIndicator {
  /** The name in the health answer, such as `postgres`. */
  abstract readonly name: string;
  /** Whether this process runs the backend itself. */
  abstract readonly embedded: boolean;

  /**
   * Asks the backend something cheap. It need not bound its own time: whoever calls it does.
   * @throws when the backend does not answer
   */
  abstract ping(): Promise<void>;
}
