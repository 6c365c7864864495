import type { PageQuery } from '../listing/page';

/** How one memory relates to another. */
export const LINK_TYPES = [
  'related',
  'causes',
  'contrasts',
  'part_of',
  'depends_on',
  'motivates',
  'summary_of',
  'co_replay',
  'derived_from',
  'supersedes',
] as const;
export type LinkType = (typeof LINK_TYPES)[number];

/** The heaviest link; the lightest weighs 0. */
export const MAX_WEIGHT = 1_000;

/** A name in a namespace: the key of a memory or, where none has it as its key, the exact text of one. */
export interface NamedAddress {
  readonly namespace: string;
  readonly key: string;
}

/** The user and agent whose memories a request is about; all others are hidden from it. Absent: anybody's. */
export interface Owner {
  readonly userId?: string;
  readonly agentId?: string;
}

/** A memory as a caller names it. */
export type MemoryAddress =
  | { readonly id: string }
  | NamedAddress
  /** "x,y,z", as `coordinateOf` makes it. */
  | { readonly coordinate: string };

/** A link of a memory. A name may be one that no memory has yet, as its key or as its text: it is looked up when the link is read. */
export interface NewLink {
  readonly type: LinkType;
  readonly target: Exclude<MemoryAddress, { coordinate: string }>;
  readonly weight: number;
}

/** A link to be made between two memories. */
export interface LinkRequest extends Owner {
  readonly source: MemoryAddress;
  readonly target: MemoryAddress;
  readonly type: LinkType;
  readonly weight: number;
}

/** The outcome of a link request. */
export interface Linked {
  readonly sourceId: string;
  readonly replayed: boolean;
}

/** Which links to read. */
export interface LinkQuery extends PageQuery, Owner {
  readonly source: MemoryAddress | null;
  readonly target: MemoryAddress | null;
  /** Of the source; null: any. */
  readonly namespace: string | null;
  readonly type: LinkType | null;
}

/** A link as it is read. */
export interface Link {
  readonly sourceId: string;
  readonly sourceNamespace: string;
  readonly sourceKey: string | null;
  /** Null while no memory has the key. */
  readonly targetId: string | null;
  readonly targetNamespace: string;
  readonly targetKey: string | null;
  readonly type: LinkType;
  readonly weight: number;
}

/** Which way links are followed from a memory: those that start at it, those that lead to it, or both. */
export const LINK_DIRECTIONS = ['out', 'in', 'both'] as const;
export type LinkDirection = (typeof LINK_DIRECTIONS)[number];

/** Memories that one request follows links from at most. */
export const MAX_FOLLOWED = 500;
/** Links of one memory and direction that are followed at most. */
export const MAX_FOLLOWED_EACH = 500;

/** Whose links to read. */
export interface FollowQuery {
  readonly ids: readonly string[];
  readonly direction: LinkDirection;
  /** Null: of any type. */
  readonly types: readonly LinkType[] | null;
  /** At most this many of each memory and direction: the heaviest. */
  readonly each: number;
}
