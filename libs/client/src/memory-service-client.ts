import createClient, { type Client } from 'openapi-fetch';
import { type Connection, headersOf, withoutSlash } from './connection';
import type { paths } from './generated/memory-service';

/** Typed calls of every route of openapi.memory.json: `client.POST('/v1/recall', { body })`. */
export type MemoryServiceClient = Client<paths>;

/** A client of the memory service, for services that hold its token. `answerOf` makes data of its outcomes, or throws. */
export function createMemoryServiceClient(connection: Connection): MemoryServiceClient {
  return createClient<paths>({
    baseUrl: withoutSlash(connection.baseUrl),
    headers: { 'X-Actor': 'anonymous', ...headersOf(connection) },
  });
}
