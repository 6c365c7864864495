/** The options of a run. */
export interface SleepOptions {
  /** Null: all of the tenant. */
  readonly namespace: string | null;
  /** Supersedes replaced facts, removes near-duplicates, and lets links fade. */
  readonly nrem: boolean;
  /** Summarises the sessions that have ended. */
  readonly rem: boolean;
  /** Only says what it would do. */
  readonly dryRun: boolean;
  /** Seconds without a new memory after which a session has ended. */
  readonly episodeIdleSeconds: number;
}

/** The changes of a run so far, by kind. */
export type RunCounts = Readonly<
  Record<
    'near_duplicates' | 'superseded' | 'summaries' | 'summaries_removed' | 'links_faded' | 'links_removed',
    number
  >
>;
export const NOTHING_DONE: RunCounts = {
  near_duplicates: 0,
  superseded: 0,
  summaries: 0,
  summaries_removed: 0,
  links_faded: 0,
  links_removed: 0,
};

export type RunStatus = 'running' | 'done' | 'failed' | 'interrupted' | 'undone';
export type RunStep = 'looking' | 'closing' | 'summarising' | 'fading' | 'ended';

/** Where a run is. */
export interface RunProgress {
  readonly step: RunStep;
  /** Memories looked at, of `total`. */
  readonly seen: number;
  readonly total: number;
  readonly counts: RunCounts;
}

/** A run as it is kept. Times are milliseconds since the Unix epoch. */
export interface RunRecord extends RunProgress {
  readonly id: string;
  readonly status: RunStatus;
  readonly actor: string;
  readonly options: SleepOptions;
  /** The tenant's last change when it began. */
  readonly changeSeq: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The code of the problem that ended it. */
  readonly failure: string | null;
}
