import { Module } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { AuthMetrics } from '@somabrain/metrics';
import { Authenticator, AllowAllAuthenticator } from './authenticator';
import { BearerAuthenticator } from './bearer-authenticator';
import { FailedAuthentications } from './failed-authentications';
import { ANONYMOUS } from './identity';
import { jwtVerifier } from './jwt/verify-jwt';

/** Binds `Authenticator`. An application that imports it has `AccessGuard` among its guards. */
@Module({
  imports: [AuditModule],
  providers: [
    {
      provide: Authenticator,
      inject: [Configuration],
      useFactory: ({ auth }: Configuration): Authenticator =>
        auth
          ? new BearerAuthenticator(auth.apiToken, jwtVerifier(auth.jwt))
          : new AllowAllAuthenticator(ANONYMOUS),
    },
    AuthMetrics,
    FailedAuthentications,
  ],
  exports: [Authenticator, FailedAuthentications],
})
export class AuthModule {}
