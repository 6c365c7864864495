export { authenticate, identityOf, ownerOf } from './authenticate';
export { AuthModule } from './auth.module';
export { Authenticator } from './authenticator';
export { FailedAuthentications } from './failed-authentications';
export { chargedTenant } from './charged-tenant';
export type { Identity } from './identity';
export { type Permission, PERMISSIONS, ROLES } from './permissions';
export { type IssuedClaims, TokenIssuer } from './jwt/token-issuer';
export { Requires } from './requires.decorator';
