import type { AnalysedText } from '../analysis/analysed-text';

/** A scalar that memories may carry as metadata and that recall can filter on. */
export type MetadataValue = string | number | boolean | null;

/** One memory as the ranking index needs it. */
export interface IndexEntry {
  readonly id: string;
  readonly version: number;
  /** As analysed, as `serialiseAnalysed` wrote it, or the text, which the index then analyses. */
  readonly analysed: AnalysedText | Uint8Array | string;
  readonly userId: string | null;
  readonly agentId: string | null;
  /** A session is the triple (user, agent, session); without a session id a memory has those of an inferred one. */
  readonly sessionId: string | null;
  /** Place inside the session. Entries without one follow those that have one, by arrival. */
  readonly position: number | null;
  /** Ever-increasing per tenant, unchanged by updates; breaks ties between equal scores. */
  readonly arrival: number;
  /** A name, or one of the roles user, assistant, system and tool. */
  readonly speaker: string | null;
  readonly memoryType: string;
  /** When what is told happened, in milliseconds since 1970 UTC. */
  readonly occurredAt: number | null;
  /** When the memory was stored, in milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** When the memory ends, in milliseconds since 1970 UTC; null for never. */
  readonly expiresAt: number | null;
  readonly tags: readonly string[];
  /** The scalars of the metadata, each with its path; those of a list all have the path of the list. */
  readonly metadata: readonly (readonly [path: string, value: MetadataValue])[];
  /** Texts that belong to the memory beside its content and are searched, too, with less weight: key, tags, titles. Absent: none. */
  readonly belongings?: readonly string[];
  /** Names it for its user and agent. Absent: nothing does. */
  readonly key?: string | null;
  /** At least 0. Without effect unless the constants give importance a weight. */
  readonly importance: number;
}
