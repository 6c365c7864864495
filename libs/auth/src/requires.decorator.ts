import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { ACCESS } from '@somabrain/http';
import type { Permission } from './permissions';

/** A route for identities with one of these permissions. */
export function Requires(...permissions: readonly [Permission, ...Permission[]]): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCESS, permissions),
    ApiBearerAuth(),
    ApiExtension('x-required-permission', permissions.join(' or ')),
  );
}
