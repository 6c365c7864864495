import { EARLIEST_MS, LATEST_MS, parseTime } from './parse-time';

describe('parseTime', () => {
  it.each([
    [0, 0],
    [1.5, 1_500],
    [-1, -1_000],
    ['1772355600', 1_772_355_600_000],
    [' 12.25 ', 12_250],
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-03-01T09:00Z', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01T09:00:00.123456+00:00', Date.UTC(2026, 2, 1, 9, 0, 0, 123)],
    ['2026-03-01T09:00:00-05:30', Date.UTC(2026, 2, 1, 14, 30)],
    ['2026-03-01 09:00:00', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01t09:00:00z', Date.UTC(2026, 2, 1, 9)],
    ['0001-01-01T00:00:00Z', EARLIEST_MS],
    ['9999-12-31T23:59:59.999Z', LATEST_MS],
  ])('reads %p', (written, milliseconds) => {
    expect(parseTime(written)).toBe(milliseconds);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-3-1',
    '2023-02-29',
    '2026-04-31T00:00:00Z',
    '2026-03-01T25:00:00Z',
    '01/03/2026',
    '1e3',
    '0x10',
    '12:00',
  ])('does not read %p, save for the year as seconds', (written) => {
    expect(parseTime(written)).toBe(written === '2026' ? 2_026_000 : null);
  });
});
