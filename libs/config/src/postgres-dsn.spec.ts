import { completeDsn, dsnFlaw, redactDsn } from './postgres-dsn';

describe('redactDsn', () => {
  it.each([
    ['postgresql://soma:secret@db:5432/x', 'postgresql://soma:***@db:5432/x'],
    ['postgres://:secret@db/x', 'postgres://:***@db/x'],
    ['postgres://soma:s@e:c/r?e#t@db/x', 'postgres://soma:***@db/x'],
    [
      'postgres:///x?host=/run&user=soma&password=secret&sslmode=require',
      'postgres:///x?host=/run&user=soma&password=***&sslmode=require',
    ],
    ['postgres://soma@db:5432/x', 'postgres://soma@db:5432/x'],
    ['no URL at all', 'no URL at all'],
  ])('shows %s as %s', (dsn, shown) => {
    expect(redactDsn(dsn)).toBe(shown);
  });
});

describe('dsnFlaw', () => {
  it.each(['postgres://db/x', 'postgresql://u:p%40@[::1]:5432/x?sslmode=require', 'postgres:///x?host=/run'])(
    'finds nothing wrong with %s',
    (dsn) => {
      expect(dsnFlaw(dsn)).toBeUndefined();
    },
  );

  it.each([
    ['db:5432/x', 'does not begin with'],
    ['postgres://u:p/w@db/x', 'not a valid URL'],
    ['postgres://u:50%@db/x', 'not a valid URL'],
    ['postgres://u:p@db', 'names no database'],
    ['postgres://u:p@db/', 'names no database'],
  ])('finds that of %s it %s', (dsn, flaw) => {
    expect(dsnFlaw(dsn)).toContain(flaw);
  });
});

describe('completeDsn', () => {
  const given = { user: 'soma', password: 'p:w%' };

  it.each([
    ['adds both', 'postgres://db/x?sslmode=require', 'postgres://soma:p%3Aw%25@db/x?sslmode=require'],
    ['adds the password of the same user', 'postgres://soma@db/x', 'postgres://soma:p%3Aw%25@db/x'],
    ['keeps a password', 'postgres://soma:own@db/x', 'postgres://soma:own@db/x'],
    ["gives no password to another's name", 'postgres://owner@db/x', 'postgres://owner@db/x'],
    [
      'adds to a socket URL',
      'postgres:///x?host=%2Frun',
      'postgres:///x?host=%2Frun&user=soma&password=p%3Aw%25',
    ],
  ])('%s', (_case, dsn, completed) => {
    expect(completeDsn(dsn, given)).toBe(completed);
  });

  it('adds a password alone to whichever user the URL names', () => {
    expect(completeDsn('postgres://owner@db/x', { user: undefined, password: 'pw' })).toBe(
      'postgres://owner:pw@db/x',
    );
  });

  it('leaves a URL as it is when nothing is given', () => {
    expect(completeDsn('postgres://db/x', { user: undefined, password: undefined })).toBe('postgres://db/x');
  });
});
