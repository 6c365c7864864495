import { BackendFault, connectionFault, type FaultKind } from '@somabrain/kernel';
import { NoAnswer } from './answer-in-time';

const SETTINGS = 'correct SOMABRAIN_REDIS_URL or REDIS_PASSWORD';
/** What the first words of an answer of Redis mean. */
const ANSWERS: readonly (readonly [RegExp, FaultKind, string])[] = [
  [/^NOAUTH/, 'credentials', `it asks for a password and is given none (NOAUTH): ${SETTINGS}`],
  [/^WRONGPASS|^ERR invalid password/, 'credentials', `it refuses the password (WRONGPASS): ${SETTINGS}`],
  [
    /^NOPERM/,
    'credentials',
    'its user may not do this (NOPERM): give the user of SOMABRAIN_REDIS_URL more rights',
  ],
  [/^LOADING/, 'unready', 'it loads its data and answers nothing yet (LOADING)'],
  [/^READONLY/, 'unready', 'it is a replica and takes no writes (READONLY)'],
  [/^MASTERDOWN/, 'unready', 'it is a replica without its primary (MASTERDOWN)'],
  [/^MISCONF/, 'unready', 'it takes no writes because it cannot save its data (MISCONF)'],
  [/^OOM/, 'unready', 'its memory is full (OOM)'],
  [/^BUSY/, 'unready', 'it is busy with a script (BUSY)'],
  [/max number of clients/, 'unready', 'it has as many connections as it takes'],
  [
    /DB index is out of range|invalid DB index/,
    'credentials',
    'it has no such database: correct SOMABRAIN_REDIS_URL',
  ],
  [/isn't writeable|Connection is closed|max retries per request/i, 'unreachable', 'there is no connection'],
  [/^Protocol error/, 'unready', 'what answers is not Redis, or speaks TLS'],
];

/** What went wrong with Redis, in plain words; anything else as it is. */
export function redisFault(error: unknown): unknown {
  if (error instanceof BackendFault) return error;
  if (error instanceof NoAnswer) return new BackendFault('silent', `it gave ${error.message}`, error);
  const message = error instanceof Error ? error.message : String(error);
  const known = ANSWERS.find(([words]) => words.test(message));
  if (known) return new BackendFault(known[1], known[2], error);
  return connectionFault(error) ?? error;
}
