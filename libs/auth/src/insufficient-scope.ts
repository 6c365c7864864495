import { Problem } from '@somabrain/kernel';
import type { Permission } from './permissions';

/**
 * What an identity is refused with that lacks a permission.
 * @param permissions any of them is enough
 * @param field that asks for what needs them; absent: the whole request does
 */
export function permissionDenied(permissions: readonly Permission[], field?: string): Problem {
  const lacks = `identity lacks the permission ${permissions.join(' or ')}`;
  if (field === undefined) return new Problem('PERMISSION_DENIED', `The ${lacks}`, { permissions });
  const errors = [{ field, message: `the ${lacks}` }];
  return new Problem('PERMISSION_DENIED', `${field}: the ${lacks}`, { permissions, errors });
}

/**
 * The value of `WWW-Authenticate` for an identity that lacks permissions (RFC 6750 §3.1): a client asks for a token with them.
 * @param wanted any of them is enough
 * @param metadataUrl where it says how to get a token (RFC 9728 §5.1); null: nowhere
 */
export function insufficientScope(wanted: readonly string[], metadataUrl: string | null): string {
  const parameters = [
    'error="insufficient_scope"',
    `error_description="the token lacks the permission ${wanted.join(' or ')}"`,
    `scope="${wanted.join(' ')}"`,
    ...(metadataUrl === null ? [] : [`resource_metadata="${metadataUrl}"`]),
  ];
  return `Bearer ${parameters.join(', ')}`;
}
