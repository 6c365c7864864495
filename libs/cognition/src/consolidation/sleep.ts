import { setTimeout as pause } from 'node:timers/promises';
import {
  type Clock,
  type Logger,
  newTraceId,
  Problem,
  requireWholeTenant,
  type TenantContext,
  type TenantId,
} from '@somabrain/kernel';
import type { ConsolidationStep, Memory, MemoryService, StoredMemories } from '@somabrain/memory';
import type { RunRecord, SleepOptions } from './run-record';
import type { RunStore, LastRun } from './run-store';
import { RunStopped, SleepRun } from './sleep-run';
import { undoRun } from './undo-run';

/** The default options of a run. */
export const SLEEP_DEFAULTS: SleepOptions = {
  namespace: null,
  nrem: true,
  rem: true,
  dryRun: false,
  episodeIdleSeconds: 3_600,
};
/** The longest time that a caller waits for a run, which continues after that. */
const LONGEST_WAIT_MS = 10_000;
const LATEST_RUNS = 20;
const MOST_SUMMARIES = 100;

/** What is counted about runs. */
export interface SleepObserver {
  /** @param seconds how long it took */
  slept(run: RunRecord, seconds: number): void;
}

export interface SleepParts {
  readonly memories: MemoryService;
  readonly stored: StoredMemories;
  readonly runs: RunStore;
  readonly observer: SleepObserver;
  readonly clock: Clock;
}

/** The answer to a request for a run: the run as it stands when the caller stops waiting. */
export interface RunResult {
  readonly run: RunRecord;
  /** The first hundred of what a dry run would do. */
  readonly planned: readonly ConsolidationStep[];
}

/** The consolidation of a tenant. */
export interface SleepStatus {
  /** The latest runs, the newest first. */
  readonly runs: readonly RunRecord[];
}

/** Consolidates the memories of tenants: on request, or regularly by `SleepScheduler`. */
export class Sleep {
  private readonly underWay = new Set<Promise<unknown>>();
  private closing = false;

  constructor(
    private readonly parts: SleepParts,
    private readonly logger: Logger,
  ) {}

  /**
   * Begins a run and waits for its end, for a limited time; the run continues after that.
   * @param waitMs null: ten seconds
   * @throws Problem SLEEP_RUNNING, POLICY_DENIED, DATABASE_UNAVAILABLE; what ended the run within that time
   */
  async run(context: TenantContext, options: SleepOptions, waitMs: number | null = null): Promise<RunResult> {
    requireWholeTenant(context, 'Sleep');
    const begun = await this.begin(context, options, null);
    if (!begun) throw new Error('A run that was asked for was not begun');
    const { run, end } = begun;
    const slept = await Promise.race([end, pause(waitMs ?? LONGEST_WAIT_MS, null, { ref: false })]);
    return slept ?? { run: await this.parts.runs.read(context.tenant, run.id), planned: [] };
  }

  /** Runs for a tenant that has not slept for so long, to the end. @returns false where there was nothing to do */
  async runIfRested(tenant: TenantId, restMs: number): Promise<boolean> {
    const context = { tenant, actor: 'system', traceId: newTraceId() };
    const begun = await this.begin(context, SLEEP_DEFAULTS, restMs);
    await begun?.end;
    return begun !== null;
  }

  /** @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async status(context: TenantContext): Promise<SleepStatus> {
    requireWholeTenant(context, 'Sleep');
    return { runs: await this.parts.runs.latest(context.tenant, LATEST_RUNS) };
  }

  /** A page of the last runs of tenants. @throws Problem DATABASE_UNAVAILABLE */
  lastRuns(after: string, limit: number): Promise<LastRun[]> {
    return this.parts.runs.lastRuns(after, limit);
  }

  /**
   * Takes back what a run changed.
   * @param id null: the latest run that changed something
   * @throws Problem RUN_NOT_FOUND, SLEEP_RUNNING, POLICY_DENIED, DATABASE_UNAVAILABLE, MEMORY_UNAVAILABLE
   */
  async undo(
    context: TenantContext,
    id: string | null,
  ): Promise<{ readonly id: string; readonly restored: number }> {
    requireWholeTenant(context, 'Sleep');
    const { runs, memories, stored, clock } = this.parts;
    const run = id === null ? await this.latestChange(context.tenant) : await runs.read(context.tenant, id);
    if (run.status === 'running') {
      throw new Problem(
        'SLEEP_RUNNING',
        `The run ${run.id} is under way: it can be undone when it has ended`,
      );
    }
    const restored = await undoRun(context, run.id, { memories, stored, now: () => clock.now() });
    await runs.undone(context, run.id, restored);
    return { id: run.id, restored };
  }

  /** The summaries that a run has made and that are there, at most a hundred. @throws Problem DATABASE_UNAVAILABLE */
  async summariesOf({ tenant }: TenantContext, run: string): Promise<Memory[]> {
    const { stored } = this.parts;
    const ids: string[] = [];
    for await (const page of stored.runChanges(tenant, run)) {
      for (const change of page) if (change.kind === 'summarised') ids.push(change.memoryId);
      if (ids.length >= MOST_SUMMARIES) break;
    }
    const found = await stored.withIds(tenant, ids.slice(0, MOST_SUMMARIES));
    return [...found.values()];
  }

  /** Interrupts runs. Their changes stay, and the next run continues. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.underWay);
  }

  private async latestChange(tenant: TenantId): Promise<RunRecord> {
    const runs = await this.parts.runs.latest(tenant, LATEST_RUNS);
    const changed = runs.find(({ status, options, counts }) => {
      const hasChanged = Object.values(counts).some((count) => count > 0);
      return status !== 'undone' && !options.dryRun && hasChanged;
    });
    if (changed) return changed;
    throw new Problem('RUN_NOT_FOUND', 'There is no recent run left to undo');
  }

  private async begin(
    asked: TenantContext,
    options: SleepOptions,
    restMs: number | null,
  ): Promise<{ run: RunRecord; end: Promise<RunResult> } | null> {
    if (this.closing) throw new Problem('SHUTTING_DOWN', 'This process is stopping and starts no runs');
    // It may outlast the request, and its deadline.
    const { tenant, actor, traceId, decisionId } = asked;
    const context = { tenant, actor, traceId, ...(decisionId !== undefined && { decisionId }) };
    const run = await this.parts.runs.begin(context, options, restMs);
    if (!run) return null;
    const end = this.execute(context, run);
    this.underWay.add(end);
    // Whoever waits hears of a failure; where nobody does, it is logged.
    end.catch(() => undefined).finally(() => this.underWay.delete(end));
    return { run, end };
  }

  private async execute(context: TenantContext, run: RunRecord): Promise<RunResult> {
    const { memories, stored, runs, observer, clock } = this.parts;
    const began = performance.now();
    const work = new SleepRun(context, run, {
      memories,
      stored,
      now: () => clock.now(),
      report: async (progress) => !this.closing && runs.progress(context.tenant, run.id, progress),
    });
    try {
      await work.execute();
      const whole = run.options.namespace === null && !run.options.dryRun;
      const slept = { upTo: work.hasOpenEpisodes ? null : run.changeSeq };
      const ended = await this.end(
        context,
        run,
        { status: 'done', counts: work.counts, failure: null },
        whole ? slept : undefined,
      );
      observer.slept(ended, (performance.now() - began) / 1_000);
      return { run: ended, planned: work.planned };
    } catch (error) {
      const ended = await this.fail(context, run, work, error);
      observer.slept(ended, (performance.now() - began) / 1_000);
      if (!(error instanceof RunStopped)) throw error;
      throw new Problem('SHUTTING_DOWN', 'The run was interrupted; the next one continues it');
    }
  }

  private async fail(
    context: TenantContext,
    run: RunRecord,
    work: SleepRun,
    err: unknown,
  ): Promise<RunRecord> {
    const isStopped = err instanceof RunStopped;
    const failure = isStopped ? null : err instanceof Problem ? err.code : 'INTERNAL';
    const status = isStopped ? 'interrupted' : 'failed';
    // A tenant that fails is not the first to be tried again.
    const slept = isStopped || run.options.dryRun ? undefined : { upTo: null };
    if (!isStopped) {
      const level = err instanceof Problem ? 'warn' : 'error';
      this.logger[level](
        { err, tenant: context.tenant, run: run.id },
        'a run that consolidates memories failed; the next one goes on',
      );
    }
    const end = { status, counts: work.counts, failure } as const;
    return this.end(context, run, end, slept).catch((error: unknown) => {
      this.logger.warn(
        { err: error, run: run.id },
        'the end of a run was not stored; it counts as interrupted soon',
      );
      return { ...run, ...end };
    });
  }

  private async end(
    context: TenantContext,
    run: RunRecord,
    end: Parameters<RunStore['end']>[2],
    slept?: { readonly upTo: number | null },
  ): Promise<RunRecord> {
    const ended = await this.parts.runs.end(context, run.id, end, slept);
    return ended ?? { ...run, ...end };
  }
}
