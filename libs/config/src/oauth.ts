import type { Configuration } from './configuration';
import type { EnvironmentValues } from './environment-schema';
import type { Finding } from './finding';
import { authIsOn } from './identity-rules';

const SERVERS = 'SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS';

/** What clients are told of those who issue tokens; null where nothing is known of them, or nobody needs a token. */
export function toOAuth(values: EnvironmentValues): Configuration['oauth'] {
  const publicUrl = values.SOMABRAIN_PUBLIC_URL;
  const authorizationServers = values[SERVERS] ?? issuerAsServer(values.SOMABRAIN_JWT_ISSUER);
  if (publicUrl === undefined || authorizationServers.length === 0 || !authIsOn(values)) return null;
  return { publicUrl: asWritten(publicUrl), authorizationServers };
}

/** What is wrong, or unwise, about what clients are told. */
export function checkOAuth(values: EnvironmentValues): { refused: Finding[]; unwise: Finding[] } {
  if (values[SERVERS] === undefined || !authIsOn(values)) return { refused: [], unwise: [] };
  const refused: Finding[] = [];
  const unwise: Finding[] = [];
  if (values.SOMABRAIN_PUBLIC_URL === undefined) {
    const wrong = `it is not set, and ${SERVERS} is: the metadata names the API by its URL`;
    const remedy = 'write the URL by which clients reach the API, such as https://brain.example.com';
    refused.push({ name: 'SOMABRAIN_PUBLIC_URL', wrong, remedy });
  }
  if (values.SOMABRAIN_JWT_AUDIENCE === undefined) {
    const wrong = `it is not set, and ${SERVERS} is: a token that these servers issued for another service is accepted`;
    unwise.push({
      name: 'SOMABRAIN_JWT_AUDIENCE',
      wrong,
      remedy: 'write the claim aud of tokens for the API',
    });
  }
  if (values.SOMABRAIN_JWT_JWKS_URL === undefined && values.SOMABRAIN_JWT_PUBLIC_KEY_PATH === undefined) {
    const wrong = `it is not set, and ${SERVERS} is: no token that these servers sign with a private key is accepted`;
    const remedy = 'write where their public keys (JWKS) are found';
    unwise.push({ name: 'SOMABRAIN_JWT_JWKS_URL', wrong, remedy });
  }
  return { refused, unwise };
}

function issuerAsServer(issuer: string | undefined): readonly string[] {
  return issuer !== undefined && /^https?:\/\//.test(issuer) && URL.canParse(issuer) ? [issuer] : [];
}

/** Without a character that could end the quoted text of a header. */
function asWritten(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}
