import { SetMetadata } from '@nestjs/common';

/** Under this key of its metadata a route says who may call it: the name of a permission, or `public`. */
export const ACCESS = 'somabrain:access';
export const PUBLIC = 'public';

/** A route for everybody, with or without an identity. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata(ACCESS, PUBLIC);
}
