/** What a failed statement means for the work it was part of. */
export type SqlFailure =
  /** The data of some row is to blame (SQLSTATE classes 22 and 23): trying it alone tells which. */
  | 'data'
  /** Another transaction was in the way: trying again helps. */
  | 'conflict'
  /** The server or the way to it is gone, or it has no room: later it may work. */
  | 'unavailable'
  /** A defect here or there. */
  | 'other';

const SYSTEM_CODES = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// Connection exception, insufficient resources, operator intervention, system error; and read-only, after a failover.
const UNAVAILABLE_STATES = /^(08|53|57|58|25006)/;
const CONFLICT_CODES = new Set(['40001', '40P01', '55P03']);

/** Classifies what `pg` threw, by SQLSTATE or system error code. */
export function sqlFailureOf(error: unknown): SqlFailure {
  const code = codeOf(error);
  if (code === null) return isLostConnection(error) ? 'unavailable' : 'other';
  if (SYSTEM_CODES.has(code) || UNAVAILABLE_STATES.test(code)) return 'unavailable';
  if (CONFLICT_CODES.has(code)) return 'conflict';
  return /^2[23]/.test(code) ? 'data' : 'other';
}

// What it says, not its class: an error that Node makes is of another `Error` than the one seen from a `vm` context.
function codeOf(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

// pg reports these without a code: a socket that closed under a statement, a connect or statement timeout of the client.
const LOST_CONNECTION =
  /^(Connection terminated|Query read timeout$|timeout expired$|timeout exceeded when trying to connect$|Client (was closed|has encountered a connection error))/;

// A defect of ours whose message happens to speak of a timeout is none, and by its name no plain `Error`.
function isLostConnection(error: unknown): boolean {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return name === 'Error' && typeof message === 'string' && LOST_CONNECTION.test(message);
}

/** Whether the server gave up a statement because it took too long: it may be what it was asked for, or that it is slow. */
export function isStatementTimeout(error: unknown): boolean {
  return codeOf(error) === '57014';
}
