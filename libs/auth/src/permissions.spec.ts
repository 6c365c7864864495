import { combinationTable } from '../../../test/support/decision-table';
import { permissionsOf } from './permissions';

describe('what roles and scopes allow', () => {
  it.each<[string, string[] | null, string[]]>([
    ['neither', null, ['memory:read', 'memory:write', 'memory:delete']],
    ['an empty list', [], []],
    ['a reader', ['reader'], ['memory:read']],
    ['a writer', ['writer'], ['memory:read', 'memory:write']],
    ['an auditor who reads', ['auditor', 'reader'], ['audit:read', 'tenant:read', 'memory:read']],
    ['one permission', ['memory:delete'], ['memory:delete']],
    [
      'an administrator',
      ['admin'],
      [
        'memory:read',
        'memory:write',
        'memory:delete',
        'audit:read',
        'tenant:read',
        'tenant:write',
        'service:read',
      ],
    ],
    ['names that mean nothing', ['root', 'toString', '__proto__', 'memory:*', 'ADMIN', ''], []],
  ])('with %s', (_, names, permissions) => {
    expect([...permissionsOf(names)]).toEqual(permissions);
  });

  it('are what the policies say of every combination', () => {
    const table = combinationTable();
    expect(table).toHaveLength(1024);
    for (const { names, allowed } of table)
      expect([names, [...permissionsOf(names)].sort()]).toEqual([names, [...allowed].sort()]);
  });
});
