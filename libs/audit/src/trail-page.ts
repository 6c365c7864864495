import { Problem } from '@somabrain/kernel';
import type { AuditRecord, AuditStream } from './audit-record';

/** Where the next page begins: in each stream before this number. Streams that are read to their beginning are left out. */
export type TrailPosition = Partial<Record<AuditStream, number>>;

/** What was found in one window of a stream. */
export interface TrailWindow {
  readonly stream: AuditStream;
  /** The records that match, newest first. */
  readonly records: readonly AuditRecord[];
  /** Whether the window may hold more of them. */
  readonly full: boolean;
  /** The number the window began before, and the one of its oldest record. */
  readonly before: number;
  readonly oldest: number;
  /** Time of its oldest record, ISO 8601. */
  readonly oldestTime: string;
  /** Nothing in front of the window can match. */
  readonly last: boolean;
}

/** Merges windows into one page, newest first. A stream's own order is that of its chain. */
export function mergeWindows(
  windows: readonly TrailWindow[],
  limit: number,
): { items: AuditRecord[]; position: TrailPosition } {
  // What is older than the end of an unfinished window waits: that stream may have something newer in its next one.
  const horizon = windows
    .filter((window) => !window.full && !window.last)
    .reduce((latest, window) => (window.oldestTime > latest ? window.oldestTime : latest), '');
  const taken = new Map(windows.map((window) => [window, 0]));
  const items: AuditRecord[] = [];
  while (items.length < limit) {
    const next = newestOf(taken);
    if (!next || next.record.time < horizon) break;
    items.push(next.record);
    taken.set(next.window, next.index + 1);
  }
  return { items, position: Object.fromEntries([...taken].flatMap(positionAfter)) };
}

function newestOf(
  taken: ReadonlyMap<TrailWindow, number>,
): { window: TrailWindow; index: number; record: AuditRecord } | null {
  let newest: { window: TrailWindow; index: number; record: AuditRecord } | null = null;
  for (const [window, index] of taken) {
    const record = window.records[index];
    if (record && (!newest || record.time > newest.record.time)) newest = { window, index, record };
  }
  return newest;
}

function positionAfter([window, taken]: [TrailWindow, number]): [AuditStream, number][] {
  const exhausted = taken === window.records.length && !window.full;
  if (exhausted && window.last) return [];
  const before = exhausted ? window.oldest : (window.records[taken - 1]?.seq ?? window.before);
  return before > 1 ? [[window.stream, before]] : [];
}

/** A position as callers carry it; null when nothing is left. */
export function encodeCursor(position: TrailPosition): string | null {
  if (Object.keys(position).length === 0) return null;
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * @param streams those that the query is about
 * @throws Problem CURSOR_INVALID when it is not a cursor of such a query
 */
export function decodeCursor(cursor: string, streams: readonly AuditStream[]): TrailPosition {
  const position = parse(Buffer.from(cursor, 'base64url').toString());
  const entries = typeof position === 'object' && position ? Object.entries(position) : [];
  const valid = entries.every(
    ([stream, before]) =>
      streams.some((each) => each === stream) && Number.isSafeInteger(before) && before > 1,
  );
  if (entries.length === 0 || !valid) {
    throw new Problem('CURSOR_INVALID', 'cursor: must be the next_cursor of an earlier page of this query', {
      errors: [
        { field: 'cursor', message: 'must be the next_cursor of the page before, with the same filters' },
      ],
    });
  }
  return Object.fromEntries(entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
