import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

export const SECRET = 'the-present-secret-of-the-tests-32b';
export const PREVIOUS_SECRET = 'the-secret-before-of-the-tests-32b';

export const API_TOKEN = 'the-api-token-of-the-tests';

/** The header of a request with a token. */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

/** Claims that are in order. */
export const CLAIMS: JWTPayload = { sub: 'ana', tenant: 'acme', iss: 'https://id.example', aud: 'somabrain' };

export const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const ED25519 = generateKeyPairSync('ed25519');

/** Seconds since 1970, so many from now. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** A token that is in order but for what is said. A claim that is undefined is left out. */
export function signed(
  claims: Record<string, unknown> = {},
  header: Partial<JWTHeaderParameters> = {},
  key: string | KeyObject = SECRET,
): Promise<string> {
  const payload = { exp: inSeconds(300), ...CLAIMS, ...claims };
  const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return new SignJWT(present)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(typeof key === 'string' ? Buffer.from(key) : key);
}

/** Three parts that nobody signed. */
export function unsigned(header: unknown, claims: unknown, signature = ''): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}
