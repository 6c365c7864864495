/**
 * The roles of a backup. Nobody runs its `roles.sql`: it is read as data, of which nothing but the lines that backup-somabrain.sh
 * writes is accepted, and the statements for psql are put together here.
 */
import { SetupError } from '../setup.mjs';

const TEXT = `'((?:[^'\\\\]|'')*)'`;
const NAME = `([a-z_][a-z0-9_]*|"(?:[^"]|"")+")`;
const ROLE = new RegExp(
  `^do \\$do\\$ begin if not exists \\(select from pg_roles where rolname = ${TEXT}\\) then ` +
    `create role ${NAME} (login|nologin) nosuperuser nobypassrls; end if; end \\$do\\$;$`,
);
const MEMBERSHIP = new RegExp(
  `^do \\$do\\$ begin if not pg_has_role\\(${TEXT}, ${TEXT}, 'member'\\) then ` +
    `grant ${NAME} to ${NAME}; end if; end \\$do\\$;$`,
);
/** Names of Postgres itself, and what could end a text of psql or a block. */
const SPECIAL_NAME = /^pg_|[\0-\x1f\\]|\$do\$/;
const LONGEST_NAME = 63;
const RIGHTS = 'nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
/** A membership in one that has any of these would hand out more than a backup of SomaBrain ever says. */
const POWERS = 'rolsuper or rolcreaterole or rolreplication or rolbypassrls';

/**
 * Reads the roles of a backup.
 * @param text what its roles.sql holds
 * @returns { roles: [{ name, login }], memberships: [{ member, group }] }
 * @throws SetupError at the first line that backup-somabrain.sh does not write
 */
export function readRoles(text) {
  const found = { roles: [], memberships: [] };
  text.split('\n').forEach((line, index) => {
    if (line === '' || readRole(line, found) || readMembership(line, found)) return;
    throw new SetupError(
      `roles.sql is not accepted: line ${index + 1} is not a role or a membership as backup-somabrain.sh writes them. Nothing of the backup was used.`,
    );
  });
  return found;
}

function readRole(line, { roles }) {
  const [, text, name, login] = ROLE.exec(line) ?? [];
  if (name === undefined || !areSame(text, name)) return false;
  roles.push({ name: unquoted(name), login: login === 'login' });
  return true;
}

function readMembership(line, { roles, memberships }) {
  const [, memberText, groupText, group, member] = MEMBERSHIP.exec(line) ?? [];
  if (group === undefined || !areSame(memberText, member) || !areSame(groupText, group)) return false;
  // Of roles of this backup only: it has no say in others of the server.
  if (![member, group].every((one) => roles.some(({ name }) => name === unquoted(one)))) return false;
  memberships.push({ member: unquoted(member), group: unquoted(group) });
  return true;
}

/** Whether a text and an identifier spell one name, and an ordinary one. */
function areSame(text, identifier) {
  const name = unquoted(identifier);
  const ordinary = !SPECIAL_NAME.test(name) && Buffer.byteLength(name) <= LONGEST_NAME;
  return ordinary && text.replaceAll("''", "'") === name;
}

/**
 * The statements that make the roles and memberships that are missing, all or none. Who is an administrator already gets no member.
 * @param found as readRoles() returns it
 */
export function rolesAsSql({ roles, memberships }) {
  const statements = [
    ...roles.map(({ name, login }) => {
      const missing = `not exists (select from pg_roles where rolname = ${literal(name)})`;
      return block(missing, `create role ${quoted(name)} ${login ? 'login' : 'nologin'} ${RIGHTS};`);
    }),
    ...memberships.map(({ member, group }) => {
      const refusal =
        `if exists (select from pg_roles where rolname = ${literal(group)} and (${POWERS})) then raise exception ` +
        `'the backup would make % a member of %, which is an administrator', ${literal(member)}, ${literal(group)}; end if;`;
      const missing = `not pg_has_role(${literal(member)}, ${literal(group)}, 'member')`;
      return block(missing, `${refusal} grant ${quoted(group)} to ${quoted(member)};`);
    }),
  ];
  return ['begin;', ...statements, 'commit;', ''].join('\n');
}

function block(condition, statements) {
  return `do $do$ begin if ${condition} then ${statements} end if; end $do$;`;
}

function literal(text) {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

function unquoted(identifier) {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}
