import pino from 'pino';
import { currentContext } from './request-context';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** One JSON object a line. Fields never hold content, credentials or SQL. The class is its own injection token. */
export abstract class Logger {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
  abstract fatal(fields: object, message: string): void;
}

/** Fields that are never written out. */
const CREDENTIALS = ['password', 'token', 'authorization', 'dsn'];

/**
 * A logger whose lines carry the trace id and tenant of the request they belong to.
 * @param destination where lines go; standard output by default
 */
export function createLogger(
  level: LogLevel,
  destination: { write(line: string): void } = pino.destination(1),
): Logger {
  const options: pino.LoggerOptions = {
    level: level.toLowerCase(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    // An error's message and stack, without what libraries hang on it: drivers attach parameters and connection settings.
    serializers: { err: serialiseError },
    mixin: () => ({ ...currentContext() }),
  };
  // To look for credentials one level down takes as long as all the rest of a line; those of requests have no level below.
  const flat = pino({ ...options, redact: CREDENTIALS }, destination);
  const nested = pino(
    { ...options, redact: [...CREDENTIALS, ...CREDENTIALS.map((name) => `*.${name}`)] },
    destination,
  );
  const loggerOf = (fields: object) => (Object.values(fields).some(isObject) ? nested : flat);
  return {
    debug: (fields, message) => {
      loggerOf(fields).debug(fields, message);
    },
    info: (fields, message) => {
      loggerOf(fields).info(fields, message);
    },
    warn: (fields, message) => {
      loggerOf(fields).warn(fields, message);
    },
    error: (fields, message) => {
      loggerOf(fields).error(fields, message);
    },
    fatal: (fields, message) => {
      loggerOf(fields).fatal(fields, message);
    },
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Of errors that came together, so many are written: those of one outage are alike. */
const MOST_ERRORS = 3;

function serialiseError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: error.message,
    stack: error.stack,
    ...(error instanceof AggregateError
      ? { errors: error.errors.slice(0, MOST_ERRORS).map(serialiseError) }
      : {}),
    ...(error.cause === undefined ? {} : { cause: serialiseError(error.cause) }),
  };
}

/** Lines wait for others until they are so many bytes, or for so many milliseconds. */
const TOGETHER_BYTES = 8 * 1024;
const LONGEST_WAIT_MS = 100;
/** Of what nobody takes from standard output so much is held. Lines beyond are dropped: a reader that hangs must not stop the service. */
const MOST_HELD_BYTES = 8 * 1024 * 1024;

/**
 * Standard output for the lines of a service. They are written together and beside the work, and what is left when the process exits is written
 * then, also after an error that nobody caught. A process that is killed loses the lines of the last tenth of a second.
 */
export function bufferedOutput(): { write(line: string): void } {
  return pino.destination({
    dest: 1,
    sync: false,
    minLength: TOGETHER_BYTES,
    periodicFlush: LONGEST_WAIT_MS,
    maxLength: MOST_HELD_BYTES,
  });
}
