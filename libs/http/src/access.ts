import { SetMetadata } from '@nestjs/common';

/** Under this key of its metadata a route says who may call it: the name of a permission, or `public`. */
export const ACCESS = 'somabrain:access';
export const PUBLIC = 'public';

/** Under this key of its metadata a route names the parameter of its path that is the tenant it works for. */
export const TENANT_PARAMETER = 'somabrain:tenant-parameter';

/** A route that works for the tenant in its path. @param name of the parameter */
export function OfTenant(name: string): MethodDecorator {
  return SetMetadata(TENANT_PARAMETER, name);
}

/** A route for everybody, with or without an identity. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata(ACCESS, PUBLIC);
}
