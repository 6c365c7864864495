import { type ChainEnd, chainEndOf, isSealed } from '../audit-chain';
import type { AuditRecord } from '../audit-record';

/** A row of a chain as it is stored. The record says itself which place it was sealed for. */
export interface StoredRecord {
  /** The sequence number the row is stored under. */
  readonly place: number;
  readonly record: AuditRecord;
  /** Hex, as the row's own column has it. */
  readonly hash: string;
}

/** Whose records these are. */
export interface ChainName {
  readonly tenant: string;
  readonly stream: string;
}

/** The first thing that does not fit, before it is known what was done to the chain. */
export type Irregularity =
  /** No row has this number, and later ones have. */
  | { readonly what: 'gap'; readonly place: number }
  | { readonly what: 'second row'; readonly row: StoredRecord }
  | { readonly what: 'broken seal'; readonly row: StoredRecord }
  | { readonly what: 'sealed elsewhere'; readonly row: StoredRecord }
  | { readonly what: 'other past'; readonly row: StoredRecord };

/**
 * Follows stored rows, in the order of their places, from where the chain is known to be whole.
 * @returns the end of the whole part, and what comes after it if that does not fit
 */
export function walkChain(
  name: ChainName,
  start: ChainEnd,
  rows: Iterable<StoredRecord>,
): { end: ChainEnd; irregularity: Irregularity | null } {
  let end = start;
  for (const row of rows) {
    const irregularity = irregularityOf(name, end, row);
    if (irregularity) return { end, irregularity };
    end = chainEndOf(row.record);
  }
  return { end, irregularity: null };
}

/** Whether the row holds what was sealed for this chain, be it here or at another place. */
export function belongsTo(name: ChainName, { record, hash }: StoredRecord): boolean {
  return (
    record.hash === hash && record.tenant === name.tenant && record.stream === name.stream && isSealed(record)
  );
}

function irregularityOf(name: ChainName, end: ChainEnd, row: StoredRecord): Irregularity | null {
  if (row.place > end.seq + 1) return { what: 'gap', place: end.seq + 1 };
  if (row.place <= end.seq) return { what: 'second row', row };
  if (!belongsTo(name, row)) return { what: 'broken seal', row };
  if (row.record.seq !== row.place) return { what: 'sealed elsewhere', row };
  if (row.record.prev_hash !== end.hash.toString('hex')) return { what: 'other past', row };
  return null;
}
