import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { ACCESS } from '@somabrain/http';
import type { Permission } from './permissions';

/** A route for identities with a permission. */
export function Requires(permission: Permission): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCESS, permission),
    ApiBearerAuth(),
    ApiExtension('x-required-permission', permission),
  );
}
