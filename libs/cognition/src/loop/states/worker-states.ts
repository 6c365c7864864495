import type { TenantId } from '@somabrain/kernel';

/** Which state of a worker. */
export interface StateAddress {
  readonly tenant: TenantId;
  readonly stream: string;
}

/** A worker's state of a stream, with the numbers of the messages that it consumed and published. JSON. */
export interface StoredState {
  /** 0: it was never stored. */
  readonly version: number;
  readonly state: unknown;
  /** What tells this state from an earlier one of the same stream that was forgotten: id of the first message it took. */
  readonly born: string;
  /** Number of the last message taken of each producer. */
  readonly seen: Readonly<Record<string, number>>;
  /** Number of the last message said. */
  readonly said: number;
}

/** Another process changed a state since it was read: what was made of it does not count. */
export class StaleState extends Error {
  override readonly name = 'StaleState';
}

/** Keeps what workers know. */
export abstract class WorkerStates {
  /** Those that are stored, by `addressOf`. @throws Problem DATABASE_UNAVAILABLE */
  abstract load(worker: string, addresses: readonly StateAddress[]): Promise<Map<string, StoredState>>;

  /**
   * Stores them all or none, each as one version above the one that was read.
   * @throws StaleState; Problem DATABASE_UNAVAILABLE
   */
  abstract save(worker: string, states: readonly (StateAddress & StoredState)[]): Promise<void>;

  /** Other processes may have had the worker's streams meanwhile: what is known beside what is stored counts no more. */
  forget(_worker: string): void {
    // Nothing is known beside it.
  }
}

export function addressOf({ tenant, stream }: StateAddress): string {
  return `${tenant} ${stream}`;
}
