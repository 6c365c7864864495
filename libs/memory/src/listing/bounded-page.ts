/**
 * Bytes of text after which a page ends, although its limit is not reached: pages of the longest texts would otherwise take tens of
 * megabytes, and the process a tenth of a second for each.
 */
const PAGE_BYTES = 500_000;

/** What every row of a bounded page tells. */
export interface BoundedRow {
  /** How many rows the page would have without the bound. */
  readonly candidates: number;
}

/**
 * A statement that reads rows `m` until their texts together have half a million bytes. The first row is always among them. Postgres knows the
 * lengths without reading the texts.
 * @param columns of `m`
 * @param rows the statement that finds them, at most one more than the page may have
 * @param order of both statements
 */
export function boundedPage(columns: string, rows: string, order: string): string {
  return `
    select m.candidates::integer as candidates, ${columns}
    from (
      select m.*, count(*) over () as candidates,
        sum(octet_length(m.content)) over (order by ${order}) - octet_length(m.content) as bytes_before
      from (${rows}) m
    ) m
    where m.bytes_before < ${PAGE_BYTES} order by ${order}`;
}

/** The rows of a page, and whether there are more behind it. @param limit rows it may have */
export function rowsOfPage<Row extends BoundedRow>(
  rows: readonly Row[],
  limit: number,
): { page: readonly Row[]; hasMore: boolean } {
  const page = rows.slice(0, limit);
  return { page, hasMore: (rows[0]?.candidates ?? 0) > page.length };
}
