import type { Database } from '@somabrain/database';
import type { TenantContext } from '@somabrain/kernel';
import { idempotencyOf } from '../idempotency/request-idempotency';
import type { WriteOptions } from '../memory-service';
import type { LinkOperation } from '../planning/write-operation';
import type { LinkRequest } from './link';
import { prepareLink } from './link-write';
import { ownedBy } from './owned-by';
import { resolveForLink } from './resolve-address';

/** Makes the write for a link request, among the memories of its owner. @throws Problem MEMORY_NOT_FOUND */
export async function linkAsked(
  database: Database,
  context: TenantContext,
  request: LinkRequest,
  options: WriteOptions,
): Promise<LinkOperation> {
  const { type, weight } = request;
  const seen = ownedBy(context, request);
  const source = await resolveForLink(database, seen, request.source);
  const target = await resolveForLink(database, seen, request.target);
  const idempotency = idempotencyOf(context, 'link', options, request);
  return prepareLink(seen, source, { type, weight, target }, idempotency);
}
