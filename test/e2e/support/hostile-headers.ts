import { createHmac } from 'node:crypto';
import { API_TOKEN, bearer, CLAIMS, EC, inSeconds, RSA, SECRET, signed, unsigned } from './token-signer';

type Headers = Record<string, string>;

/** Nobody knows it. */
const other = 'another-secret-that-nobody-knows-32b';

/** Headers that let nobody in, and a part of the reason that is given. */
export const HOSTILE_HEADERS: readonly [string, () => Promise<Headers> | Headers, string][] = [
  ['no header', () => ({}), 'missing'],
  ['an empty header', () => ({ Authorization: '' }), 'missing'],
  ['a scheme without a token', () => ({ Authorization: 'Bearer' }), 'it is no token'],
  ['a scheme and a space', () => ({ Authorization: 'Bearer ' }), 'it is no token'],
  ['another scheme', () => ({ Authorization: 'Basic YW5hOnNlY3JldA==' }), 'it is no token'],
  ['the token without a scheme', async () => ({ Authorization: await signed() }), 'it is no token'],
  [
    'two tokens',
    async () => ({ Authorization: `Bearer ${await signed()} ${await signed()}` }),
    'it is no token',
  ],
  [
    'two headers in one',
    async () => ({ Authorization: `Bearer x, Bearer ${await signed()}` }),
    'it is no token',
  ],
  ['a word', () => bearer('nonsense'), 'it is no token'],
  ['two parts', () => bearer('a.b'), 'it is no token'],
  ['three empty parts', () => bearer('..'), 'it is no token'],
  ['a header that is not JSON', () => bearer('bm9uc2Vuc2U.e30.x'), 'it is no token'],
  ['a header that is a list', () => bearer(unsigned([], CLAIMS)), 'it is no token'],
  ['a header without an algorithm', () => bearer(unsigned({ typ: 'JWT' }, CLAIMS)), 'algorithm'],
  ['a token of ten thousand characters', () => bearer(`${'a'.repeat(9_990)}.b.c`), 'it is no token'],
  ['alg none', () => bearer(unsigned({ alg: 'none' }, { ...CLAIMS, exp: inSeconds(300) })), 'algorithm'],
  ['alg None', () => bearer(unsigned({ alg: 'None' }, { ...CLAIMS, exp: inSeconds(300) })), 'algorithm'],
  ['alg NONE with a signature', () => bearer(unsigned({ alg: 'NONE' }, CLAIMS, 'c2ln')), 'algorithm'],
  ['no signature', () => bearer(unsigned({ alg: 'HS256' }, { ...CLAIMS, exp: inSeconds(300) })), 'signature'],
  ['another secret', async () => bearer(await signed({}, {}, other)), 'signature'],
  [
    'an empty secret',
    () => bearer(hs(unsigned({ alg: 'HS256' }, { ...CLAIMS, exp: inSeconds(300) }), '')),
    'signature',
  ],
  ['a changed claim', async () => bearer(changedClaim(await signed())), 'signature'],
  ['a signature with a bit more', async () => bearer(`${await signed()}x`), 'signature'],
  [
    'RS256 where only secrets are known',
    async () => bearer(await signed({}, { alg: 'RS256' }, RSA.privateKey)),
    'algorithm',
  ],
  [
    'ES256 where only secrets are known',
    async () => bearer(await signed({}, { alg: 'ES256' }, EC.privateKey)),
    'algorithm',
  ],
  [
    'a key of its own in the header',
    async () => bearer(await signed({}, { jwk: { kty: 'oct', k: 'eA' } as never }, other)),
    'signature',
  ],
  [
    'a place for keys in the header',
    async () => bearer(await signed({}, { jku: 'http://169.254.169.254/' }, other)),
    'signature',
  ],
  [
    'a certificate in the header',
    async () => bearer(await signed({}, { x5u: 'http://127.0.0.1:1/' }, other)),
    'signature',
  ],
  [
    'a path as key id',
    async () => bearer(await signed({}, { kid: '../../../dev/null' }, '\0'.repeat(32))),
    'signature',
  ],
  ['SQL as key id', async () => bearer(await signed({}, { kid: "' union select 'x" }, other)), 'signature'],
  [
    'a critical extension',
    () => bearer(unsigned({ alg: 'HS256', crit: ['x'], x: 1 }, CLAIMS, 'c2ln')),
    'algorithm',
  ],
  ['an expired token', async () => bearer(await signed({ exp: inSeconds(-60) })), 'it has expired'],
  ['no expiry', async () => bearer(await signed({ exp: undefined })), 'a claim'],
  ['an expiry that is a text', () => bearer(hsSigned({ ...CLAIMS, exp: '9999999999' })), 'a claim'],
  ['an expiry of infinity', () => bearer(hsSigned({ ...CLAIMS, exp: 1e400 })), 'a claim'],
  ['a token for later', async () => bearer(await signed({ nbf: inSeconds(60) })), 'it is not valid yet'],
  ['another issuer', async () => bearer(await signed({ iss: 'https://evil.example' })), 'another issuer'],
  [
    'an issuer that goes on',
    async () => bearer(await signed({ iss: 'https://id.example.evil' })),
    'another issuer',
  ],
  ['no issuer', async () => bearer(await signed({ iss: undefined })), 'issuer'],
  ['another audience', async () => bearer(await signed({ aud: 'other' })), 'another audience'],
  ['no audience', async () => bearer(await signed({ aud: undefined })), 'audience'],
  ['no subject', async () => bearer(await signed({ sub: undefined })), 'a claim'],
  [
    'a subject with a line break',
    async () => bearer(await signed({ sub: 'ana\r\nX-Tenant-ID: other' })),
    'a claim',
  ],
  ['a subject without end', async () => bearer(await signed({ sub: 'a'.repeat(300) })), 'a claim'],
  ['a subject that is a number', async () => bearer(await signed({ sub: 7 })), 'a claim'],
  ['a tenant that is none', async () => bearer(await signed({ tenant: 'not a tenant' })), 'a claim'],
  ['a tenant of two', async () => bearer(await signed({ tenant: 'acme,other' })), 'a claim'],
  ['the tenant of the service', async () => bearer(await signed({ tenant: '_system' })), 'a claim'],
  ['tenants that are no list', async () => bearer(await signed({ tenants: { 0: 'acme' } })), 'a claim'],
  ['roles that are no names', async () => bearer(await signed({ roles: [{ admin: true }] })), 'a claim'],
  ['claims that are a list', () => bearer(hsSigned(['ana'])), 'it is no token'],
  ['a beginning of the API token', () => bearer(API_TOKEN.slice(0, -1)), 'it is no token'],
  ['the API token and more', () => bearer(`${API_TOKEN}x`), 'it is no token'],
];

/** A text under the signature of a secret. */
function hs(text: string, key: string): string {
  return `${text}${createHmac('sha256', key).update(text.slice(0, -1)).digest('base64url')}`;
}

/** A token whose tenant was exchanged after it was signed. */
function changedClaim(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, tenant: 'other', exp: inSeconds(300) })).toString(
    'base64url',
  );
  return `${header}.${claims}.${signature}`;
}

/** Claims of any form under a signature in order. */
function hsSigned(claims: unknown): string {
  return hs(unsigned({ alg: 'HS256' }, claims), SECRET);
}
