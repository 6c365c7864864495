/** What the health answer says about this process. */
export abstract class HealthSettings {
  /** Such as `v0.1.0`. */
  abstract readonly version: string;
  /** Such as `production`. */
  abstract readonly mode: string;
}
