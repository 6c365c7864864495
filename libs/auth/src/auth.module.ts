import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditModule, ChainWriter } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Logger } from '@somabrain/kernel';
import { AuthMetrics, MetricsRegistry } from '@somabrain/metrics';
import { AccessGuard } from './access.guard';
import { Authenticator, OpenDoor } from './authenticator';
import { BearerAuthenticator } from './bearer-authenticator';
import { FailedAuthentications } from './failed-authentications';
import { ANONYMOUS } from './identity';
import { jwtVerifier } from './jwt/verify-jwt';

/** Binds `Authenticator`, and guards every route of the application. */
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
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Authenticator, FailedAuthentications],
})
export class AuthModule {}
