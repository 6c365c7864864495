import { isIP } from 'node:net';
import type { EnvironmentValues } from './environment-schema';
import type { Finding } from './finding';

/** RFC 7518 §3.2: a key of HS256 has at least the 256 bits of its hash. */
const LEAST_SECRET_BYTES = 32;
const HOW_TO_VERIFY =
  'run scripts/generate_global_env.sh, or set SOMABRAIN_JWT_SECRET, SOMABRAIN_JWT_PUBLIC_KEY_PATH, SOMABRAIN_JWT_JWKS_URL or SOMABRAIN_API_TOKEN';

/** Whether callers must show who they are. */
export function authIsOn(values: EnvironmentValues): boolean {
  if (values.SOMABRAIN_DISABLE_AUTH) return false;
  if (values.SOMABRAIN_AUTH_REQUIRED !== undefined) return values.SOMABRAIN_AUTH_REQUIRED;
  if (values.SOMABRAIN_MODE !== 'development') return true;
  return hasVerifier(values) || !isLoopback(values.SOMABRAIN_HOST ?? '127.0.0.1');
}

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/** What is wrong, or unwise, about how callers show who they are. */
export function checkIdentity(values: EnvironmentValues): { refused: Finding[]; unwise: Finding[] } {
  const refused = [...missingVerifier(values), ...contradictions(values)];
  const unwise: Finding[] = [];
  const strict = values.SOMABRAIN_MODE === 'staging' || values.SOMABRAIN_MODE === 'production';
  if (strict) refused.push(...shortSecrets(values));
  else if (values.SOMABRAIN_MODE === 'enterprise') unwise.push(...shortSecrets(values));
  if (values.SOMABRAIN_MODE !== 'development' && !authIsOn(values)) {
    const open = openDoor(values);
    if (strict && !values.SOMABRAIN_ALLOW_UNAUTHENTICATED) refused.push(open);
    else unwise.push(open);
  }
  return { refused, unwise };
}

function hasVerifier(values: EnvironmentValues): boolean {
  return [
    values.SOMABRAIN_API_TOKEN,
    values.SOMABRAIN_JWT_SECRET,
    values.SOMABRAIN_JWT_PUBLIC_KEY_PATH,
    values.SOMABRAIN_JWT_JWKS_URL,
  ].some((value) => value !== undefined);
}

function missingVerifier(values: EnvironmentValues): Finding[] {
  if (!authIsOn(values) || hasVerifier(values)) return [];
  const { SOMABRAIN_MODE: mode } = values;
  const reason =
    mode === 'development'
      ? 'the API would be open to other machines'
      : `SOMABRAIN_MODE=${mode} demands that callers show who they are`;
  return [
    {
      name: 'SOMABRAIN_JWT_SECRET',
      wrong: `there is nothing to check tokens with, and ${reason}`,
      remedy: HOW_TO_VERIFY,
    },
  ];
}

function contradictions(values: EnvironmentValues): Finding[] {
  const findings: Finding[] = [];
  if (values.SOMABRAIN_DISABLE_AUTH && values.SOMABRAIN_AUTH_REQUIRED) {
    findings.push({
      name: 'SOMABRAIN_DISABLE_AUTH',
      wrong: 'it is on, and so is SOMABRAIN_AUTH_REQUIRED',
      remedy: 'keep one of them',
    });
  }
  if (values.SOMABRAIN_JWT_SECRET_PREVIOUS !== undefined && values.SOMABRAIN_JWT_SECRET === undefined) {
    findings.push({
      name: 'SOMABRAIN_JWT_SECRET_PREVIOUS',
      wrong: 'it is set without SOMABRAIN_JWT_SECRET',
      remedy: 'set both, or put the secret into SOMABRAIN_JWT_SECRET',
    });
  }
  return findings;
}

function shortSecrets(values: EnvironmentValues): Finding[] {
  const names = ['SOMABRAIN_JWT_SECRET', 'SOMABRAIN_JWT_SECRET_PREVIOUS'] as const;
  return names.flatMap((name) => {
    const secret = values[name];
    if (secret === undefined || Buffer.byteLength(secret) >= LEAST_SECRET_BYTES) return [];
    return [
      {
        name,
        wrong: `it has fewer than ${LEAST_SECRET_BYTES} bytes`,
        remedy: 'write what `openssl rand -base64 32` prints',
      },
    ];
  });
}

function openDoor(values: EnvironmentValues): Finding {
  return {
    name: values.SOMABRAIN_DISABLE_AUTH ? 'SOMABRAIN_DISABLE_AUTH' : 'SOMABRAIN_AUTH_REQUIRED',
    wrong: `everybody who reaches the API is its administrator, in mode ${values.SOMABRAIN_MODE}`,
    remedy: 'unset it, or set SOMABRAIN_ALLOW_UNAUTHENTICATED=1 beside it if that is what you want',
  };
}
