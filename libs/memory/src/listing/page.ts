/** A page of a list, and what to send for the next one; null after the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Where a page begins, and how many items it may have. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor: string | null;
}
