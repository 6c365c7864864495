import { createHash } from 'node:crypto';
import { type Arrived, isDerivedMemory, type Memory, type NewMemory } from '@somabrain/memory';
import { type Share, inShare } from './share';
import { statedAt } from './statement';
import { summarise } from './summarise';

/** The kind of memory that a summary is. */
export const SUMMARY_TYPE = 'summary';
/** A session of fewer turns has no summary. */
const LEAST_TURNS = 6;
/** Of a longer session the end is summarised. */
const MOST_TURNS = 2_000;

/** A session whose turns have a summary, or need one. */
export interface Episode {
  /** Of its summary. */
  readonly key: string;
  readonly sessionId: string;
  /** What its turns are by now: with the same turns the summary is the same. */
  readonly digest: string;
  /** The latest of them. */
  readonly turns: readonly string[];
}

type Turns = readonly { readonly id: string; readonly version: number }[];

interface Session {
  readonly key: string;
  readonly sessionId: string;
  readonly turns: Map<string, number>;
  lastAt: number;
}

/** Gathers the sessions of memories and the summaries there are of them. */
export class Episodes {
  private readonly sessions = new Map<string, Session>();
  private readonly summaries = new Map<string, Memory>();
  private readonly closed = new Set<string>();

  constructor(private readonly share: Share) {}

  add(memory: Arrived): void {
    if (memory.memoryType === SUMMARY_TYPE) {
      const { key } = memory;
      // A summary that somebody else wrote is theirs.
      if (key !== null && isDerivedMemory(memory) && inShare(key, this.share))
        this.summaries.set(key, memory);
      return;
    }
    if (memory.closed) return;
    // What is to be gone at a certain time must not live on in a summary.
    if (memory.sessionId === null || memory.expiresAt !== null) return;
    const key = summaryKey(memory, memory.sessionId);
    if (!inShare(key, this.share)) return;
    const session = this.sessions.get(key) ?? {
      key,
      sessionId: memory.sessionId,
      turns: new Map(),
      lastAt: 0,
    };
    session.turns.set(memory.id, memory.version);
    session.lastAt = Math.max(session.lastAt, memory.createdAt);
    this.sessions.set(key, session);
  }

  /** A turn that was closed meanwhile is none any more. */
  remove(id: string): void {
    this.closed.add(id);
  }

  /** Episodes that ended before a time, and whose summary is missing or out of date. */
  *due(endedBefore: number): Generator<Episode> {
    for (const { key, sessionId, turns, lastAt } of this.sessions.values()) {
      const left = this.listOf(turns);
      if (left.length < LEAST_TURNS || lastAt > endedBefore) continue;
      const digest = digestOf(left);
      const summary = this.summaries.get(key);
      // A summary that was closed is not wanted.
      if (summary?.closed || summary?.metadata.episode_digest === digest) continue;
      yield { key, sessionId, digest, turns: left.slice(-MOST_TURNS).map(({ id }) => id) };
    }
  }

  /** How many sessions are still under way. */
  openAfter(endedBefore: number): number {
    return [...this.sessions.values()].filter(
      ({ turns, lastAt }) => turns.size >= LEAST_TURNS && lastAt > endedBefore,
    ).length;
  }

  /** Summaries of what their sessions are not any more. */
  outdated(): Memory[] {
    return [...this.summaries].flatMap(([key, summary]) => {
      const turns = this.sessions.get(key)?.turns;
      return turns && digestOf(this.listOf(turns)) === summary.metadata.episode_digest ? [] : [summary];
    });
  }

  /** In the order of their ids. */
  private listOf(turns: ReadonlyMap<string, number>): Turns {
    return [...turns]
      .filter(([id]) => !this.closed.has(id))
      .map(([id, version]) => ({ id, version }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/**
 * The summary of an episode as a memory; null where nothing in it sums it up.
 * @param turns those that are left, in any order
 */
export function summaryOf(
  episode: Episode,
  turns: readonly (Memory & { readonly arrival?: number })[],
): NewMemory | null {
  const ordered = [...turns].sort(byPlace);
  const summary = summarise(ordered);
  const first = ordered[0];
  if (!summary || !first) return null;
  return {
    namespace: first.namespace,
    key: episode.key,
    content: summary.content,
    metadata: {
      session_id: episode.sessionId,
      episode_digest: episode.digest,
      turns: ordered.length,
      derived_from: [...summary.sources],
    },
    userId: first.userId,
    agentId: first.agentId,
    sessionId: null,
    position: null,
    speaker: null,
    tags: [],
    memoryType: SUMMARY_TYPE,
    importance: 0,
    occurredAt: Math.max(...ordered.map(statedAt)),
    ttlSeconds: null,
    links: summary.sources.map((id) => ({ type: 'derived_from', target: { id }, weight: 1 })),
  };
}

/** The turns that sentences of a summary are taken from. */
export function sourcesOf({ metadata }: Memory): string[] {
  const { derived_from: sources } = metadata;
  return Array.isArray(sources) ? sources.filter((source) => typeof source === 'string') : [];
}

/** Whether all that a summary says is still said by its sources, be they closed or not. @param sources those that are left */
export function isCovered(summary: Memory, sources: readonly Memory[]): boolean {
  if (sources.length < sourcesOf(summary).length) return false;
  const texts = sources.map(({ content }) => content);
  return summary.content
    .split('\n')
    .every((line) => texts.some((text) => text.includes(line.replace(/^[^:]{1,256}: /u, ''))));
}

function byPlace(a: Memory, b: Memory): number {
  const [one, other] = [a.position ?? -1, b.position ?? -1];
  if (one !== other) return one - other;
  if (statedAt(a) !== statedAt(b)) return statedAt(a) - statedAt(b);
  return a.id < b.id ? -1 : 1;
}

function summaryKey({ namespace, userId, agentId }: Memory, sessionId: string): string {
  const scope = JSON.stringify([namespace, userId, agentId, sessionId]);
  return `summary:${createHash('sha256').update(scope).digest('hex').slice(0, 32)}`;
}

function digestOf(turns: Turns): string {
  const digest = createHash('sha256');
  for (const { id, version } of turns) digest.update(`${id}@${version} `);
  return digest.digest('hex').slice(0, 32);
}
