import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createSomaBrainClient, type SomaBrainClient } from '@somabrain/client';

const DOCUMENT = join(__dirname, '../../../docs/openapi/openapi.json');

interface Answer {
  readonly $ref?: string;
  readonly 'x-problem-codes'?: readonly string[];
}

interface Documented {
  readonly paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
  readonly components: { readonly responses: Record<string, Answer> };
}

/** One route with one way it can end: `POST /recall 400 VALIDATION_FAILED`, `GET /health 200`. */
export type Ending = string;

/** Every way that openapi.json says a route can end. */
export function documentedEndings(): Set<Ending> {
  const { paths, components } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Documented;
  const endings = new Set<Ending>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      const route = `${method.toUpperCase()} ${path}`;
      for (const [status, answer] of Object.entries(responses)) {
        const shared = components.responses[answer.$ref?.replace('#/components/responses/', '') ?? ''];
        const codes = (shared ?? answer)['x-problem-codes'] ?? [''];
        for (const code of codes) endings.add(`${route} ${status} ${code}`.trim());
      }
    }
  }
  return endings;
}

/** The route of an ending. */
export function routeOf(ending: Ending): string {
  return ending.split(' ').slice(0, 2).join(' ');
}

/** Writes down how every request of its clients ended. */
export class Ledger {
  readonly seen = new Set<Ending>();

  /** A typed client whose answers go into the ledger. */
  client(connection: Connection): SomaBrainClient {
    const client = createSomaBrainClient(connection);
    client.use({
      onResponse: async ({ schemaPath, request, response }) => {
        const isProblem = response.headers.get('content-type') === 'application/problem+json';
        const code = isProblem ? ((await response.clone().json()) as { code: string }).code : '';
        this.seen.add(`${request.method} ${schemaPath} ${response.status} ${code}`.trim());
      },
    });
    return client;
  }
}
