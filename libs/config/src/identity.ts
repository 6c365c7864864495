import { createPublicKey } from 'node:crypto';
import type { TenantId } from '@somabrain/kernel';
import type { Configuration } from './configuration';
import type { EnvironmentValues } from './environment-schema';
import type { Finding } from './finding';
import { authIsOn } from './identity-rules';
import { Secret } from './secret';

/** The public key in a PEM file, what is wrong with the file, or null where none is named. */
export function readPublicKey(
  path: string | undefined,
  readFile: (path: string) => string,
): string | Finding | null {
  if (path === undefined) return null;
  try {
    const pem = readFile(path);
    createPublicKey(pem);
    return pem;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const flaw = /^E[A-Z]+$/.test(code) ? `cannot be read (${code})` : 'holds no public key';
    return {
      name: 'SOMABRAIN_JWT_PUBLIC_KEY_PATH',
      wrong: `the file ${JSON.stringify(path)} ${flaw}`,
      remedy: 'write the path of a PEM file with a public key',
    };
  }
}

/**
 * How callers show who they are, or null where they need not.
 * @param tenant the default tenant where it was set, and not by its default: it is that of tokens that name none
 */
export function toAuth(
  values: EnvironmentValues,
  publicKey: ReturnType<typeof readPublicKey>,
  tenant: TenantId | null,
): Configuration['auth'] {
  if (!authIsOn(values)) return null;
  const secrets = [values.SOMABRAIN_JWT_SECRET, values.SOMABRAIN_JWT_SECRET_PREVIOUS];
  return {
    apiToken: values.SOMABRAIN_API_TOKEN === undefined ? null : new Secret(values.SOMABRAIN_API_TOKEN),
    jwt: {
      secrets: secrets.flatMap((secret) => (secret === undefined ? [] : [new Secret(secret)])),
      publicKey: typeof publicKey === 'string' ? publicKey : null,
      jwksUrl: values.SOMABRAIN_JWT_JWKS_URL ?? null,
      issuer: values.SOMABRAIN_JWT_ISSUER ?? null,
      audience: values.SOMABRAIN_JWT_AUDIENCE ?? null,
      tenant,
    },
  };
}
