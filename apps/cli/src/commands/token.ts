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
 * Prints a token that the API takes, signed with its secret: for development, where no identity provider makes them.
 * @throws ServiceError in staging and production, and without a secret
 */
export async function issueToken(
  { mode, auth }: Configuration,
  command: TokenCommand,
  output: Output,
): Promise<ExitCode> {
  if (mode === 'staging' || mode === 'production') {
    throw new ServiceError(
      `In mode ${mode} tokens come from the identity provider; this command is for development.`,
    );
  }
  const secret = auth?.jwt.secrets[0];
  if (!auth || !secret) {
    throw new ServiceError('There is no secret to sign with. Set SOMABRAIN_JWT_SECRET, as the API has it.');
  }
  const token = await new TokenIssuer(secret, auth.jwt).issue(command);
  output.line(token);
  output.document({ token, ...command });
  return EXIT.done;
}
