import { BackendFault, connectionFault, type FaultKind } from '@somabrain/kernel';

const SETTING = 'correct SOMABRAIN_POSTGRES_DSN';
/** What SQLSTATEs mean for whoever operates the database. */
const STATES: Readonly<Record<string, readonly [FaultKind, string]>> = {
  '28P01': ['credentials', `it refuses the password (28P01): ${SETTING} or POSTGRES_PASSWORD`],
  '28000': ['credentials', `it does not let this user in (28000): ${SETTING}`],
  '3D000': ['credentials', `it has no such database (3D000): ${SETTING}`],
  '42501': ['credentials', `its user lacks rights (42501): run scripts/migrate_db.sh, or ${SETTING}`],
  '22023': ['credentials', `a role is missing (22023): run scripts/migrate_db.sh, or ${SETTING}`],
  '53300': ['unready', 'it has as many connections as it takes (53300)'],
  '57P01': ['unready', 'it is being stopped (57P01)'],
  '57P03': ['unready', 'it is starting, and answers nothing yet (57P03)'],
};
/** What `pg` says without a code. */
const WORDS: readonly (readonly [RegExp, FaultKind, string])[] = [
  [
    /password must be a string/i,
    'credentials',
    `it asks for a password and is given none: ${SETTING} or POSTGRES_PASSWORD`,
  ],
  [/does not support SSL/i, 'credentials', `it does not speak TLS: ${SETTING}`],
  [/timeout/i, 'silent', 'it gave no answer in time'],
  [
    /connection (terminated|ended)|not queryable|Client was closed/i,
    'unreachable',
    'it broke the connection off',
  ],
];

/** What went wrong with Postgres, in plain words; anything else as it is. */
export function postgresFault(error: unknown): unknown {
  if (error instanceof BackendFault) return error;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const state = typeof code === 'string' ? STATES[code] : undefined;
  if (state) return new BackendFault(state[0], state[1], error);
  const said = WORDS.find(([words]) => words.test(String(message)));
  return connectionFault(error) ?? (said ? new BackendFault(said[1], said[2], error) : error);
}
