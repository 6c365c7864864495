import type { JwtConfiguration, Secret } from '@somabrain/config';
import { SignJWT } from 'jose';

/** What a token says. */
export interface IssuedClaims {
  readonly subject: string;
  /** None: nothing is said of tenants. */
  readonly tenants: readonly string[];
  /** None: those of an agent. */
  readonly roles: readonly string[];
  readonly lifeSeconds: number;
}

/** Makes tokens that a service with the same secret, issuer and audience takes. */
export class TokenIssuer {
  constructor(
    private readonly secret: Secret,
    private readonly configuration: Pick<JwtConfiguration, 'issuer' | 'audience'>,
  ) {}

  issue({ subject, tenants, roles, lifeSeconds }: IssuedClaims): Promise<string> {
    const { issuer, audience } = this.configuration;
    const token = new SignJWT({ ...(tenants.length > 0 && { tenants }), ...(roles.length > 0 && { roles }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${lifeSeconds} s`);
    if (issuer !== null) token.setIssuer(issuer);
    if (audience !== null) token.setAudience(audience);
    return token.sign(Buffer.from(this.secret.reveal()));
  }
}
