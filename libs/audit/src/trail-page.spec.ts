import type { AuditRecord, AuditStream } from './audit-record';
import { decodeCursor, encodeCursor, mergeWindows, type TrailWindow } from './trail-page';

const record = (stream: AuditStream, seq: number, minute: number): AuditRecord =>
  ({ stream, seq, time: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString() }) as AuditRecord;

function windowOf(
  stream: AuditStream,
  records: AuditRecord[],
  fields: Partial<TrailWindow> = {},
): TrailWindow {
  return { stream, records, full: false, before: 100, oldest: 1, oldestTime: '', last: true, ...fields };
}
const placesOf = (items: AuditRecord[]): string[] => items.map((item) => `${item.stream} ${item.seq}`);

describe('mergeWindows', () => {
  it('puts the newest first, and keeps a stream in the order of its chain', () => {
    const operations = windowOf('operations', [record('operations', 2, 5), record('operations', 1, 6)]);
    const access = windowOf('access', [record('access', 9, 7), record('access', 8, 4)]);
    const { items, position } = mergeWindows([operations, access], 10);
    expect(placesOf(items)).toEqual(['access 9', 'operations 2', 'operations 1', 'access 8']);
    expect(position).toEqual({});
  });

  it('goes on behind what was taken of each stream', () => {
    const operations = windowOf('operations', [record('operations', 3, 5), record('operations', 2, 4)], {
      full: true,
    });
    const access = windowOf('access', [record('access', 9, 1)]);
    const { items, position } = mergeWindows([operations, access], 2);
    expect(placesOf(items)).toEqual(['operations 3', 'operations 2']);
    expect(position).toEqual({ operations: 2, access: 100 });
  });

  it('does not go further back than a stream whose window ended before its beginning', () => {
    const rare = windowOf('operations', [record('operations', 90, 50)], {
      last: false,
      oldest: 60,
      oldestTime: record('operations', 60, 40).time,
    });
    const access = windowOf('access', [record('access', 5, 45), record('access', 4, 30)]);
    const { items, position } = mergeWindows([rare, access], 10);
    expect(placesOf(items)).toEqual(['operations 90', 'access 5']);
    expect(position).toEqual({ operations: 60, access: 5 });
  });

  it('ends at the first record of a chain', () => {
    const full = windowOf('operations', [record('operations', 1, 1)], { full: true });
    expect(mergeWindows([full], 1).position).toEqual({});
  });
});

describe('a cursor', () => {
  it('carries the position', () => {
    const position = { operations: 7, access: 3 };
    expect(decodeCursor(encodeCursor(position) ?? '', ['operations', 'access', 'events'])).toEqual(position);
    expect(encodeCursor({})).toBeNull();
  });

  it.each([
    ['nonsense', 'nonsense'],
    ['an empty position', encodeText('{}')],
    ['a stream that the query is not about', encodeText('{"events":5}')],
    ['a place that is none', encodeText('{"operations":"5"}')],
    ['no object', encodeText('7')],
    ['null', encodeText('null')],
  ])('is refused: %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, ['operations'])).toThrow(
      expect.objectContaining({ code: 'CURSOR_INVALID' }) as Error,
    );
  });
});

function encodeText(text: string): string {
  return Buffer.from(text).toString('base64url');
}
