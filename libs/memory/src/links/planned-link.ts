import type { LinkType } from './link';

/** A link of a memory of the group. */
export interface PlannedLink {
  readonly sourceId: string;
  readonly type: LinkType;
  /** As `encodeTarget` makes it. */
  readonly target: string;
  readonly weight: number;
}

/** A link of a memory that is known elsewhere. */
export type OutgoingLink = Omit<PlannedLink, 'sourceId'>;
