import { nearness, type TimeRange } from './asked-time';
import { inTimeOrder } from './in-time-order';
import { RANKING_CONSTANTS } from './ranking-constants';

const DAY = 86_400_000;
const { time } = RANKING_CONSTANTS;
const asked = (range: TimeRange, otherYears: TimeRange[] = []) => ({
  ranges: [range],
  otherYears,
  order: null,
});

describe('nearness to the times of a question', () => {
  it.each([
    ['inside', 15 * DAY, 1],
    ['at the first millisecond', 10 * DAY, 1],
    ['with a fraction of the last millisecond', 20 * DAY + 0.5, 1],
    ['a week after', 20 * DAY + 7 * DAY, time.outside / 2],
    ['a day before', 9 * DAY, time.outside / 2],
    ['a year before', -355 * DAY, 0],
  ])('%s', (_, moment, expected) => {
    expect(nearness(moment, asked([10 * DAY, 20 * DAY]), time)).toBeCloseTo(expected, 6);
  });

  it('reaches to where a range is open', () => {
    expect(nearness(-9_000 * DAY, asked([null, 0]), time)).toBe(1);
    expect(nearness(9_000 * DAY, asked([0, null]), time)).toBe(1);
  });

  it('counts the same dates in other years nearly as much', () => {
    expect(nearness(5 * DAY, asked([400 * DAY, 401 * DAY], [[5 * DAY, 6 * DAY]]), time)).toBe(
      time.otherYears,
    );
  });
});

describe('an order of time', () => {
  const result = (id: string, score: number, at: number) => ({ id, score, at });
  const ranked = [result('a', 10, 1), result('b', 9, 3), result('c', 9, 2), result('d', 2, 9)];

  it.each([
    ['newest', 'b 10, c 9, a 9, d 2'],
    ['oldest', 'a 10, c 9, b 9, d 2'],
  ] as const)('puts the %s first of those that score nearly the best', (order, expected) => {
    const ordered = inTimeOrder(ranked, ({ at }) => at, order, 0.8);
    expect(ordered.map(({ id, score }) => `${id} ${score}`).join(', ')).toBe(expected);
  });

  it('leaves nothing as it is', () => {
    expect(inTimeOrder([], () => 0, 'newest', 0.8)).toEqual([]);
  });
});
