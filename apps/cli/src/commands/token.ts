import { TokenIssuer } from '@somabrain/auth';
import type { Configuration } from '@somabrain/config';
import { ServiceError } from '@somabrain/kernel';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';

/** Whose token, and for how long. */
export interface TokenCommand {
  readonly subject: string;
  readonly tenants: readonly string[];
  readonly roles: readonly string[];
  readonly lifeSeconds: number;
}

/**
 * Prints a token that the API takes, signed with its secret, in every mode.
 * @throws ServiceError where no secret is configured, and where the API asks for no token
 */
export async function issueToken(
  { auth }: Configuration,
  command: TokenCommand,
  output: Output,
): Promise<ExitCode> {
  const secret = auth?.jwt.secrets[0];
  if (!auth || !secret) throw new ServiceError(whatIsMissing(auth));
  const token = await new TokenIssuer(secret, auth.jwt).issue(command);
  if (command.tenants.length === 0 && !command.roles.includes('admin') && auth.jwt.tenant === null) {
    output.notice(
      'This token names no tenant, and the API refuses it: give --tenant, or set SOMABRAIN_DEFAULT_TENANT for the API.',
    );
  }
  output.line(token);
  output.document({ token, ...command });
  return EXIT.done;
}

function whatIsMissing(auth: Configuration['auth']): string {
  const secret = 'There is no secret to sign with. Set SOMABRAIN_JWT_SECRET, as the API has it.';
  if (!auth) return `${secret} The API as it is configured here asks for no token.`;
  const { apiToken, jwt } = auth;
  if (jwt.jwksUrl !== null || jwt.publicKey !== null)
    return `${secret} Tokens are checked with a public key here: who has its private key makes them (docs/security/identity.md).`;
  return apiToken ? `${secret} SOMABRAIN_API_TOKEN is a token itself.` : secret;
}
