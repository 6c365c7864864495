import type { Configuration } from '@somabrain/config';

/** Where the metadata of a protected resource lies (RFC 9728 §3). */
export const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource';
/** The resource that agents use; all others belong to the API itself. */
export const AGENTS_PATH = '/mcp';

const OF_AGENTS = /^\/mcp(\/|$)/i;

/** The URL of the metadata of what lies at a path. */
export function resourceMetadataUrl(
  { publicUrl }: NonNullable<Configuration['oauth']>,
  path: string,
): string {
  return `${publicUrl}${RESOURCE_METADATA_PATH}${OF_AGENTS.test(path) ? AGENTS_PATH : ''}`;
}
