import createClient, { type Client } from 'openapi-fetch';
import { type Connection, headersOf, withoutSlash } from './connection';
import type { paths } from './generated/somabrain-api';

/** Typed calls of every route of openapi.json: `client.POST('/recall', { body: { query } })`. */
export type SomaBrainClient = Client<paths>;

/** A client of the public API. `answerOf` makes data of its outcomes, or throws. */
export function createSomaBrainClient(connection: Connection): SomaBrainClient {
  return createClient<paths>({
    baseUrl: withoutSlash(connection.baseUrl),
    headers: headersOf(connection),
  });
}
