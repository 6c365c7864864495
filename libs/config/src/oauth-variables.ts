import { optionalVariable } from './variable';
import { httpUrl, httpUrls } from './variable-kinds';

/** Where clients find out who issues tokens for the API. */
export const oauthVariables = {
  SOMABRAIN_PUBLIC_URL: optionalVariable(httpUrl, 'clients are not told where to get a token', {
    group: 'Identity',
    description:
      'URL by which clients reach the API. It names the API in its OAuth metadata; the header Host of a request never does.',
  }),
  SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS: optionalVariable(
    httpUrls,
    'SOMABRAIN_JWT_ISSUER, where it is a URL and SOMABRAIN_PUBLIC_URL is set',
    {
      group: 'Identity',
      description:
        'Issuer URLs of the authorization servers that issue tokens for the API. Clients of the Model Context Protocol find them in its OAuth metadata (RFC 9728).',
    },
  ),
};
