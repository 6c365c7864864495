import type { AskedTime } from '@somabrain/retrieval';
import type { MemoryFilter, RecallQuery } from '../../memory';
import { type QuestionTime, readQuestionTime, type TimeRange } from './question-time';
import type { UnderstoodTime } from './time-mode';

/** A question with the times that were found in it. */
export interface TimedQuery extends RecallQuery {
  readonly questionTime?: QuestionTime;
}

/**
 * The question with the times that stand in it: in strict mode its filter leaves out what lies outside, the gaps between several times not
 * counted. @param now milliseconds since the Unix epoch
 */
export function withTimes(query: RecallQuery, now: number): TimedQuery {
  if (query.query === null || query.time === 'off') return query;
  const at = query.referenceTime ?? query.asOf ?? now;
  const questionTime = readQuestionTime(query.query, { at, zone: query.timeZone ?? 'UTC' });
  const filter = query.time === 'strict' ? within(query.filter, questionTime.range) : query.filter;
  return { ...query, filter, questionTime };
}

/** A filter that leaves out what happened outside a range too. */
export function within(filter: MemoryFilter, range: TimeRange | null): MemoryFilter {
  if (range === null) return filter;
  const after = Math.max(filter.occurredAfter ?? -Infinity, range.from ?? -Infinity);
  const before = Math.min(filter.occurredBefore ?? Infinity, range.to ?? Infinity);
  return {
    ...filter,
    ...(Number.isFinite(after) && { occurredAfter: after }),
    ...(Number.isFinite(before) && { occurredBefore: before }),
  };
}

/** The times as ranking takes them. */
export function askedTime({ ranges, otherYears, order }: QuestionTime): AskedTime {
  const pairs = (each: readonly TimeRange[]) => each.map(({ from, to }) => [from, to] as const);
  return { ranges: pairs(ranges), otherYears: pairs(otherYears), order };
}

/** What an answer says of the times of its question; null where none was found. */
export function understoodTime({ words, range, order, zone }: QuestionTime): UnderstoodTime | null {
  if (range === null && order === null) return null;
  return { words, from: range?.from ?? null, to: range?.to ?? null, order, zone };
}
