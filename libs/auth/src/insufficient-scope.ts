import type { Permission } from './permissions';

/**
 * The value of `WWW-Authenticate` for an identity that lacks the permissions of a route (RFC 6750 §3.1): a client asks for a token with them.
 * @param wanted any of them is enough
 * @param metadataUrl where it says how to get a token (RFC 9728 §5.1); null: nowhere
 */
export function insufficientScope(wanted: readonly Permission[], metadataUrl: string | null): string {
  const parameters = [
    'error="insufficient_scope"',
    `error_description="the token lacks the permission ${wanted.join(' or ')}"`,
    `scope="${wanted.join(' ')}"`,
    ...(metadataUrl === null ? [] : [`resource_metadata="${metadataUrl}"`]),
  ];
  return `Bearer ${parameters.join(', ')}`;
}
