import { Module } from '@nestjs/common';
import { AuditModule, ChainWriter } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Logger } from '@somabrain/kernel';
import { AuthMetrics, MetricsRegistry } from '@somabrain/metrics';
import { Authenticator, OpenDoor } from './authenticator';
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
        auth ? new BearerAuthenticator(auth.apiToken, jwtVerifier(auth.jwt)) : new OpenDoor(ANONYMOUS),
    },
    {
      provide: FailedAuthentications,
      inject: [ChainWriter, MetricsRegistry, Logger],
      useFactory: (chain: ChainWriter, registry: MetricsRegistry, logger: Logger) =>
        new FailedAuthentications(chain, new AuthMetrics(registry), logger),
    },
  ],
  exports: [Authenticator, FailedAuthentications],
})
export class AuthModule {}
