import { EARLIEST_MS, LATEST_MS, parseTime } from './parse-time';

describe('parseTime', () => {
  it.each([
    [0, 0],
    [1.5, 1_500],
    [-1, -1_000],
    [1_772_355_600, 1_772_355_600_000],
    [1_772_355_600_123, 1_772_355_600_123],
    ['1772355600', 1_772_355_600_000],
    ['1772355600123', 1_772_355_600_123],
    [' 12.25 ', 12_250],
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['20260301', Date.UTC(2026, 2, 1)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-03-01T09', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01T09:00Z', Date.UTC(2026, 2, 1, 9)],
    ['20260301T090000Z', Date.UTC(2026, 2, 1, 9)],
    ['20260301T0900+0100', Date.UTC(2026, 2, 1, 8)],
    ['20260301T090000.5-05', Date.UTC(2026, 2, 1, 14, 0, 0, 500)],
    ['2026-03-01T09:00:00.123456+00:00', Date.UTC(2026, 2, 1, 9, 0, 0, 123)],
    ['2026-03-01T09:00:00,25Z', Date.UTC(2026, 2, 1, 9, 0, 0, 250)],
    ['2026-03-01T09:00:00-05:30', Date.UTC(2026, 2, 1, 14, 30)],
    ['2026-03-01 09:00:00', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01t09:00:00z', Date.UTC(2026, 2, 1, 9)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['0001-01-01T00:00:00Z', EARLIEST_MS],
    ['9999-12-31T23:59:59.999Z', LATEST_MS],
  ])('reads %p', (written, milliseconds) => {
    expect(parseTime(written)).toBe(milliseconds);
  });

  it.each([
    ['', 'must be a time'],
    ['now', 'must be a time'],
    ['2026-3-1', 'must be a time'],
    ['2026-03', 'must be a time'],
    ['2026-0301', 'must be a time'],
    ['2023-02-29', 'must be a time'],
    ['2026-04-31T00:00:00Z', 'must be a time'],
    ['2026-03-01T25:00:00Z', 'must be a time'],
    ['2026-03-01T09:0000Z', 'must be a time'],
    ['01/03/2026', 'must be a time'],
    ['1e3', 'must be a time'],
    ['0x10', 'must be a time'],
    ['12:00', 'must be a time'],
    ['2026', 'is a year or a date written as a number'],
    [2026, 'is a year or a date written as a number'],
    [20_260_301, 'is a year or a date written as a number'],
    [1_772_355_600_000_000, 'must count seconds or milliseconds'],
    ['1772355600000000000', 'must count seconds or milliseconds'],
    [-99_999_999_999, 'must lie in the years 0001 to 9999'],
    ['0000-01-01T00:00:00Z', 'must be a time'],
    ['9999-12-31T23:59:59-01:00', 'must lie in the years 0001 to 9999'],
  ])('refuses %p and says why', (written, reason) => {
    expect(() => parseTime(written)).toThrow(reason);
  });
});
