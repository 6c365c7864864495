import { setTimeout as pause } from 'node:timers/promises';
import { Problem, type TenantContext } from '@somabrain/kernel';
import {
  type Arrived,
  type ConsolidationStep,
  likenessOf,
  type Memory,
  type MemoryService,
  type StoredMemories,
} from '@somabrain/memory';
import { type Episode, Episodes, isCovered, sourcesOf, SUMMARY_TYPE, summaryOf } from './episodes';
import { faded } from './fade';
import { SupersessionFinder } from './find-superseded';
import { sameWords } from './same-words';
import type { PlannedSupersession, Statement } from './statement';
import { NOTHING_DONE, type RunCounts, type RunProgress, type RunRecord, type RunStep } from './run-record';

/** Memories that one look over the tenant keeps something of. A larger tenant is looked over once for each share of so many. */
const SHARE_SIZE = 200_000;
/** Steps made in one transaction: between two of them the writes of callers have their turn. */
const STEPS_AT_ONCE = 20;
const LOOKED_AT_ONCE = 50;
const READ_AT_ONCE = 500;
const MOST_SHOWN = 100;
const DAY_MS = 86_400_000;
const MOST_ATTEMPTS = 30;
const OVERLOAD_PAUSE_MS = 1_000;
const WORDS_OF_OTHERS = new Set(['assistant', 'system', 'tool']);

/** Thrown where another process has taken the run for dead, or this one stops. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** What a run works with. */
export interface RunParts {
  readonly memories: MemoryService;
  readonly stored: StoredMemories;
  /** Reports the progress of the run. @returns whether the run continues */
  readonly report: (progress: RunProgress) => Promise<boolean>;
  readonly now: () => number;
}

/** One run over the memories of a tenant. If it is interrupted, its changes stay, and the next run continues. */
export class SleepRun {
  private progress: RunProgress = { step: 'looking', seen: 0, total: 0, counts: NOTHING_DONE };
  /** The first of what a dry run would do. */
  readonly planned: ConsolidationStep[] = [];
  /** Whether there are sessions that have not ended yet. */
  private open = 0;

  constructor(
    private readonly context: TenantContext,
    private readonly run: RunRecord,
    private readonly parts: RunParts,
  ) {}

  get counts(): RunCounts {
    return this.progress.counts;
  }

  get hasOpenEpisodes(): boolean {
    return this.open > 0;
  }

  /** @throws RunStopped; Problem as `MemoryService.consolidate` */
  async execute(): Promise<void> {
    const { namespace, nrem, rem } = this.run.options;
    const count = await this.parts.stored.count(this.context.tenant, namespace);
    const shares = Math.max(1, Math.ceil(count / SHARE_SIZE));
    await this.report('looking', { total: count * shares });
    for (let number = 0; number < shares; number += 1) {
      const share = { number, of: shares };
      const [finder, episodes] = [new SupersessionFinder(share), new Episodes(share)];
      await this.look(finder, episodes);
      if (nrem) await this.close(finder.closures(), episodes);
      if (rem) await this.summarise(episodes);
    }
    if (nrem) await this.fade();
  }

  private async look(finder: SupersessionFinder, episodes: Episodes): Promise<void> {
    const { options } = this.run;
    for await (const page of this.parts.stored.pages(this.context.tenant, options.namespace)) {
      for (let start = 0; start < page.length; start += LOOKED_AT_ONCE) {
        const began = performance.now();
        for (const memory of page.slice(start, start + LOOKED_AT_ONCE)) {
          if (options.nrem) finder.add(statementOf(memory));
          if (options.rem) episodes.add(memory);
        }
        await pause(performance.now() - began);
      }
      await this.report('looking', { seen: this.progress.seen + page.length });
    }
  }

  private async close(closures: readonly PlannedSupersession[], episodes: Episodes): Promise<void> {
    for (let start = 0; start < closures.length; start += STEPS_AT_ONCE) {
      const chunk = closures.slice(start, start + STEPS_AT_ONCE);
      // Whoever opened a memory again knew better: it stays open.
      const spared = await this.parts.stored.onceClosed(
        this.context.tenant,
        chunk.map(({ id }) => id),
      );
      const closing = chunk.filter(({ id }) => !spared.has(id));
      const done = await this.take(closing.map(stepOf));
      for (const [index, { id, reason }] of closing.entries()) {
        if (!done[index]) continue;
        episodes.remove(id);
        this.count(reason === 'near_duplicate' ? 'near_duplicates' : 'superseded');
      }
      await this.report('closing');
    }
  }

  private async summarise(episodes: Episodes): Promise<void> {
    const endedBefore = this.parts.now() - this.run.options.episodeIdleSeconds * 1_000;
    this.open += episodes.openAfter(endedBefore);
    await this.removeUncovered(episodes.outdated());
    for (const episode of episodes.due(endedBefore)) {
      await this.summariseOne(episode);
      await this.report('summarising');
    }
  }

  private async summariseOne(episode: Episode): Promise<void> {
    const present: Memory[] = [];
    for (let start = 0; start < episode.turns.length; start += READ_AT_ONCE) {
      const ids = episode.turns.slice(start, start + READ_AT_ONCE);
      const turns = await this.parts.stored.withIds(this.context.tenant, ids);
      present.push(...[...turns.values()].filter(({ closed }) => !closed));
    }
    const memory = summaryOf(episode, present);
    if (!memory) return;
    const [done] = await this.take([{ kind: 'summarise', memory }]);
    if (done) this.count('summaries');
  }

  /** The words of a removed turn must not stay in a summary or its history, so such a summary is removed permanently. */
  private async removeUncovered(summaries: readonly Memory[]): Promise<void> {
    for (const summary of summaries) {
      const sources = await this.parts.stored.withIds(this.context.tenant, sourcesOf(summary));
      if (isCovered(summary, [...sources.values()])) continue;
      const [done] = await this.take([{ kind: 'remove', id: summary.id }]);
      if (done) this.count('summaries_removed');
    }
  }

  /** Links from memories that were recalled together fade; links that callers made stay. */
  private async fade(): Promise<void> {
    for await (const page of this.parts.stored.fadingLinks(this.context.tenant, 'co_replay', DAY_MS)) {
      const links = page.map(({ sourceId, type, target, weight: before, since, now }) => {
        const { weight, until } = faded(before, since, now);
        return { sourceId, type, target, weight, before, weighedAt: Math.floor(until) };
      });
      if (links.length === 0) continue;
      await this.take([{ kind: 'weigh', links, undone: false }]);
      const removed = links.filter(({ weight }) => weight === null).length;
      this.count('links_faded', links.length - removed);
      this.count('links_removed', removed);
      await this.report('fading');
    }
  }

  /** Makes the steps, or only notes them. Then rests for as long as that took: there is no hurry. */
  private async take(steps: readonly ConsolidationStep[]): Promise<readonly boolean[]> {
    if (steps.length === 0) return [];
    if (this.run.options.dryRun) {
      this.planned.push(...steps.slice(0, MOST_SHOWN - this.planned.length));
      return steps.map(() => true);
    }
    const began = performance.now();
    const { done } = await this.patiently(() =>
      this.parts.memories.consolidate(this.context, { run: this.run.id, steps }),
    );
    await pause(performance.now() - began);
    return done;
  }

  /** Where too much waits already, a run waits longest. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'OVERLOADED' || attempt === MOST_ATTEMPTS)
          throw error;
        await pause(OVERLOAD_PAUSE_MS);
        await this.report(this.progress.step);
      }
    }
  }

  private count(kind: keyof RunCounts, more = 1): void {
    const { counts } = this.progress;
    this.progress = { ...this.progress, counts: { ...counts, [kind]: counts[kind] + more } };
  }

  private async report(step: RunStep, news: Partial<RunProgress> = {}): Promise<void> {
    this.progress = { ...this.progress, ...news, step };
    if (!(await this.parts.report(this.progress)))
      throw new RunStopped('The run goes on elsewhere, or not any more');
  }
}

function stepOf({ id, version, reason, supersededBy, validUntil }: PlannedSupersession): ConsolidationStep {
  return { kind: 'close', id, version, closure: { reason, supersededBy, validUntil } };
}

function statementOf(memory: Arrived): Statement {
  const { id, version, namespace, userId, agentId, speaker, content, occurredAt, createdAt } = memory;
  const words = sameWords(content);
  const isSummary = memory.memoryType === SUMMARY_TYPE;
  return {
    id,
    version,
    namespace,
    userId,
    agentId,
    speaker,
    content,
    occurredAt,
    createdAt,
    likeness: memory.closed || words === '' ? null : likenessOf(memory, words),
    closed: memory.closed !== null,
    // Whoever gives a memory a key replaces it under its key.
    told:
      !isSummary &&
      memory.key === null &&
      memory.expiresAt === null &&
      !WORDS_OF_OTHERS.has(speaker?.toLowerCase() ?? ''),
  };
}
