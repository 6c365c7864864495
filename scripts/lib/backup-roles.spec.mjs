import { readRoles, rolesAsSql } from './backup-roles.mjs';

const role = (name, text = name.replace(/^"|"$/g, ''), rights = 'nologin nosuperuser nobypassrls') =>
  `do $do$ begin if not exists (select from pg_roles where rolname = '${text}') then create role ${name} ${rights}; end if; end $do$;`;
const membership = (member, group) =>
  `do $do$ begin if not pg_has_role('${member}', '${group}', 'member') then grant ${group} to ${member}; end if; end $do$;`;
const GOOD = [role('somabrain_service'), role('app', 'app', 'login nosuperuser nobypassrls')];

describe('the roles of a backup', () => {
  it('are read as data, and their statements written anew', () => {
    const found = readRoles(
      [...GOOD, role('"The ""App"" of O\'Neill"', `The "App" of O''Neill`), ''].join('\n'),
    );
    expect(found.roles).toEqual([
      { name: 'somabrain_service', login: false },
      { name: 'app', login: true },
      { name: `The "App" of O'Neill`, login: false },
    ]);
    const sql = rolesAsSql(readRoles([...GOOD, membership('app', 'somabrain_service')].join('\n')));
    expect(sql).toContain(
      'create role "app" login nosuperuser nobypassrls nocreatedb nocreaterole noreplication;',
    );
    expect(sql).toContain('grant "somabrain_service" to "app";');
    expect(sql.split('\n')[0]).toBe('begin;');
  });

  it.each([
    ['a command of psql', '\\! touch /tmp/marker'],
    ['a command of psql after a statement', `${role('other')} \\! touch /tmp/marker`],
    ['a command of psql in a name', role('"x\\! touch /tmp/marker"')],
    ['another statement', 'drop table memories;'],
    ['two statements in a line', `${role('other')} ${role('another')}`],
    ['a comment', '-- create role other;'],
    ['a superuser', role('other', 'other', 'login superuser nobypassrls')],
    ['a role with a password', role('other', 'other', `login password 'x' nosuperuser nobypassrls`)],
    ['another name than it asks for', role('other', 'another')],
    ['an end of the block in a name', role('"x$do$; drop table memories; "')],
    ['a role of Postgres', role('pg_execute_server_program')],
    ['a membership in a role that is none of its own', membership('app', 'postgres')],
    ['a membership of a role that is none of its own', membership('somebody', 'somabrain_service')],
    ['a name that is too long', role('x'.repeat(64))],
    ['a carriage return', `${role('other')}\r`],
  ])('are refused with %s', (_, line) => {
    expect(() => readRoles([...GOOD, line].join('\n'))).toThrow(
      /roles\.sql is not accepted: line 3 .*Nothing of the backup/,
    );
  });
});
