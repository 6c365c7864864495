import { TENANT_ID_PATTERN, type LogLevel, type TenantId } from '@somabrain/kernel';
import { z } from 'zod';
import { COGNITION_ROLES, type CognitionRole } from './cognition-roles';
import {
  COMPATIBILITIES,
  type Compatibility,
  MODES,
  type Mode,
  POLICY_BUNDLES,
  type PolicyBundle,
  SASL_MECHANISMS,
  type SaslMechanism,
} from './configuration';
import { dsnFlaw } from './postgres-dsn';
import { redisUrlFlaw } from './redis-url';

/** How the text of a variable becomes a value. */
export interface VariableKind<Value> {
  /** What may be written; completes the sentence "write …". */
  readonly accepts: string;
  readonly schema: z.ZodType<Value, string>;
}

export function wholeNumber(min: number, max: number): VariableKind<number> {
  return {
    accepts: `a whole number from ${min} to ${max}`,
    schema: z
      .string()
      .trim()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .pipe(z.number().min(min).max(max)),
  };
}

/** A number of at most six decimals. */
export function decimal(min: number, max: number): VariableKind<number> {
  return {
    accepts: `a number from ${min} to ${max}`,
    schema: z
      .string()
      .trim()
      .regex(/^\d{1,9}(\.\d{1,6})?$/)
      .transform(Number)
      .pipe(z.number().min(min).max(max)),
  };
}

export const port: VariableKind<number> = {
  accepts: 'a port from 1 to 65535, or 0 for any free port',
  schema: z
    .string()
    .refine((text) => !text.startsWith('tcp://'), {
      // https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
      error: 'Kubernetes has set it for a Service (enableServiceLinks: false in the pod spec prevents that)',
      abort: true,
    })
    .pipe(wholeNumber(0, 65_535).schema),
};

export const onOrOff: VariableKind<boolean> = {
  accepts: '1, true, yes or on; or 0, false, no or off',
  schema: z
    .string()
    .trim()
    .pipe(z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off'] })),
};

export const policyBundle: VariableKind<PolicyBundle> = {
  accepts: 'example or default',
  schema: z.string().trim().toLowerCase().pipe(z.enum(POLICY_BUNDLES)),
};

export const compatibility: VariableKind<Compatibility> = {
  accepts: 'original, or none',
  schema: z.string().trim().toLowerCase().pipe(z.enum(COMPATIBILITIES)),
};

export const policyPackage: VariableKind<string> = {
  accepts: 'a package of Rego, such as somabrain.integrator',
  schema: z
    .string()
    .trim()
    .regex(/^[A-Za-z_]\w{0,63}(\.[A-Za-z_]\w{0,63}){0,15}$/),
};

const MODE_ALIASES: Readonly<Record<string, Mode>> = { dev: 'development', prod: 'production' };

export const mode: VariableKind<Mode> = {
  accepts: 'development (or dev), enterprise, staging or production (or prod)',
  schema: z
    .string()
    .trim()
    .toLowerCase()
    .transform((text) => MODE_ALIASES[text] ?? text)
    .pipe(z.enum(MODES)),
};

export const logLevel: VariableKind<LogLevel> = {
  accepts: 'DEBUG, INFO, WARN, ERROR or FATAL',
  schema: z
    .string()
    .trim()
    .toUpperCase()
    .pipe(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'])),
};

export const tenantId: VariableKind<TenantId> = {
  accepts: '1 to 64 letters, digits or _ . : -',
  schema: z
    .string()
    .regex(TENANT_ID_PATTERN)
    .transform((text) => text as TenantId),
};

export const listenAddress: VariableKind<string> = {
  accepts: 'an IP address or host name',
  schema: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_.:%-]+$/),
};

export const directory: VariableKind<string> = {
  accepts: 'the path of a directory',
  schema: z.string().trim().min(1),
};

export const filePath: VariableKind<string> = {
  accepts: 'the path of a file',
  schema: z.string().trim().min(1),
};

export const text: VariableKind<string> = { accepts: 'any text', schema: z.string() };

export const bearerText: VariableKind<string> = {
  accepts: 'a random text of visible ASCII characters, such as `openssl rand -hex 32` prints',
  schema: z.string().regex(/^[\x21-\x7e]{1,1024}$/),
};

/** Without a slash at its end. */
export const httpUrl: VariableKind<string> = {
  accepts: 'http://host:port or https://host:port',
  schema: z
    .string()
    .trim()
    .transform((text, context) => {
      const flaw = urlFlaw(text);
      if (flaw === undefined) return text.replace(/\/+$/, '');
      context.addIssue({ code: 'custom', message: flaw });
      return z.NEVER;
    }),
};

/** As they are written: an issuer is compared character by character. */
export const httpUrls: VariableKind<readonly string[]> = {
  accepts: 'https://id.example.com, or several with commas between them',
  schema: z
    .string()
    .trim()
    .transform((text) => text.split(',').map((url) => url.trim()))
    .pipe(
      z
        .array(z.string().refine((url) => urlFlaw(url) === undefined))
        .min(1)
        .max(16),
    ),
};

function urlFlaw(text: string): string | undefined {
  if (!URL.canParse(text)) return 'it is not a URL';
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'it is neither an http nor an https URL';
  if (username || password) return 'it carries credentials, which belong in a variable of their own';
  return search || hash ? 'it has a query or a fragment' : undefined;
}

const BROKER = /^[A-Za-z0-9_.-]+:\d{1,5}$/;

/** A list of `host:port`. */
export const kafkaBrokers: VariableKind<readonly string[]> = {
  accepts: 'kafka://host:9092, or several with commas between them',
  schema: z
    .string()
    .trim()
    .transform((text) =>
      text.split(',').map((broker) =>
        broker
          .trim()
          .replace(/^kafka:\/\//, '')
          .replace(/\/$/, ''),
      ),
    )
    .pipe(z.array(z.string().regex(BROKER)).min(1).max(100)),
};

export const saslMechanism: VariableKind<SaslMechanism> = {
  accepts: 'plain, scram-sha-256 or scram-sha-512',
  schema: z.string().trim().toLowerCase().pipe(z.enum(SASL_MECHANISMS)),
};

/** One or several blocks of base64 between lines that say what they are. */
export const pem: VariableKind<string> = {
  accepts: 'text that begins with -----BEGIN',
  schema: z
    .string()
    .trim()
    .regex(/^-----BEGIN [A-Z ]+-----\r?\n[\s\S]+-----END [A-Z ]+-----$/),
};

export const origins: VariableKind<readonly string[]> = {
  accepts: 'https://app.example.com, or several with commas between them',
  schema: z
    .string()
    .trim()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.string().refine(isOrigin)).min(1).max(100)),
};

/** Not `*`: who may call is known. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

const HOST_NAME = /^[a-z0-9](?:[a-z0-9_.-]{0,251}[a-z0-9])?$/;

export const hostNames: VariableKind<readonly string[]> = {
  accepts: 'brain.example.com, or several with commas between them, without ports',
  schema: z
    .string()
    .trim()
    .toLowerCase()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.string().regex(HOST_NAME)).min(1).max(100)),
};

export const metadataPaths: VariableKind<readonly string[]> = {
  accepts: 'title, or several names or paths with commas between them, or nothing for none',
  schema: z
    .string()
    .transform((text) => text.split(',').map((path) => path.trim()))
    .transform((paths) => paths.filter((path) => path !== ''))
    .pipe(z.array(z.string().max(256)).max(100)),
};

export const redisUrl: VariableKind<string> = {
  accepts: 'redis://:password@host:6379/0, or rediss:// for TLS',
  schema: z.string().superRefine((url, context) => {
    const flaw = redisUrlFlaw(url);
    if (flaw !== undefined) context.addIssue({ code: 'custom', message: flaw });
  }),
};

export const postgresDsn: VariableKind<string> = {
  accepts: 'postgresql://user:password@host:5432/database',
  schema: z.string().superRefine((dsn, context) => {
    const flaw = dsnFlaw(dsn);
    if (flaw !== undefined) context.addIssue({ code: 'custom', message: flaw });
  }),
};

export const cognitionRole: VariableKind<CognitionRole | 'all'> = {
  accepts: `all or ${COGNITION_ROLES.slice(0, -1).join(', ')} or ${COGNITION_ROLES.at(-1)}`,
  schema: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['all', ...COGNITION_ROLES])),
};

export const heatMethod: VariableKind<'chebyshev' | 'lanczos'> = {
  accepts: 'chebyshev or lanczos',
  schema: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['chebyshev', 'lanczos'])),
};

export const segmentMode: VariableKind<'leader' | 'cpd' | 'hazard'> = {
  accepts: 'leader, cpd or hazard',
  schema: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['leader', 'cpd', 'hazard'])),
};
