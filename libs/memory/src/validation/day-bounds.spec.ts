import { endOfDay, startOfDay, timeZone, withDayBounds } from './day-bounds';

const written = (milliseconds: number) => new Date(milliseconds).toISOString();
const day = (year: number, month: number, of: number) => ({ year, month, day: of });

describe('a day in a zone', () => {
  it.each([
    ['UTC', day(2026, 3, 1), '2026-03-01T00:00:00.000Z', '2026-03-01T23:59:59.999Z'],
    ['Europe/Berlin', day(2026, 3, 29), '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['Europe/Berlin', day(2026, 10, 25), '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['America/New_York', day(2026, 12, 31), '2026-12-31T05:00:00.000Z', '2027-01-01T04:59:59.999Z'],
    ['Asia/Kolkata', day(2026, 1, 1), '2025-12-31T18:30:00.000Z', '2026-01-01T18:29:59.999Z'],
    // Clocks in Beirut went from 00:00 to 01:00, those in Havana from 01:00 to 00:00.
    ['Asia/Beirut', day(2022, 3, 27), '2022-03-26T22:00:00.000Z', '2022-03-27T20:59:59.999Z'],
    ['America/Havana', day(2025, 11, 2), '2025-11-02T04:00:00.000Z', '2025-11-03T04:59:59.999Z'],
  ])('of %s begins and ends by its clocks', (zone, of, start, end) => {
    expect([written(startOfDay(of, zone)), written(endOfDay(of, zone))]).toEqual([start, end]);
  });

  it.each(['Mars/Base', '+01:00', '', 'x'.repeat(65)])('is of no zone called %j', (name) => {
    expect(timeZone.safeParse(name).success).toBe(false);
  });
});

describe('the bounds of a request', () => {
  it('are ends and beginnings of days, and times as they are', () => {
    const filters = {
      occurred_after: '2026-03-01',
      occurred_before: '20260302',
      and: [{ not: { occurred_before: '2026-03-03T10:00:00Z' } }, { occurred_before: '2026-03-03' }],
      metadata: { occurred_before: '2026-03-03' },
      user_id: 'kim',
    };
    const body = { time_zone: 'Europe/Berlin', query: '2026-03-01', filters };
    expect(withDayBounds(body)).toEqual({
      ...body,
      filters: {
        ...filters,
        occurred_after: '2026-02-28T23:00:00.000Z',
        occurred_before: '2026-03-02T22:59:59.999Z',
        and: [
          { not: { occurred_before: '2026-03-03T10:00:00Z' } },
          { occurred_before: '2026-03-03T22:59:59.999Z' },
        ],
      },
    });
    const compared = {
      gte: '2026-03-01',
      lt: '2026-03-01',
      gt: '2026-03-01',
      lte: '2026-03-01',
      eq: '2026-03-01',
    };
    expect(withDayBounds({ filters: { or: [{ occurred_at: compared }, { importance: compared }] } })).toEqual(
      {
        filters: {
          or: [
            {
              occurred_at: {
                gte: '2026-03-01T00:00:00.000Z',
                lt: '2026-03-01T00:00:00.000Z',
                gt: '2026-03-01T23:59:59.999Z',
                lte: '2026-03-01T23:59:59.999Z',
                eq: '2026-03-01',
              },
            },
            { importance: compared },
          ],
        },
      },
    );
    expect(withDayBounds({ occurred_before: '2026-03-02' })).toEqual({
      occurred_before: '2026-03-02T23:59:59.999Z',
    });
    expect(withDayBounds({ time_zone: 'Mars/Base', occurred_before: '2026-03-02' })).toEqual({
      time_zone: 'Mars/Base',
      occurred_before: '2026-03-02',
    });
  });
});
