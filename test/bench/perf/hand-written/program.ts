import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Pool } from 'pg';

/**
 * A memory service as somebody writes it in an hour: Express, one insert, one query of full-text search. It checks next to nothing, knows of no
 * permissions, limits, audit, versions or namespaces, and does not find what is said in other words. It says its port on standard output.
 */
const SCHEMA = `
  create table if not exists hand_written (
    id uuid primary key,
    user_id text not null,
    content text not null,
    created_at timestamptz not null default now(),
    words tsvector generated always as (to_tsvector('english', content)) stored
  );
  create index if not exists hand_written_user on hand_written (user_id);
  create index if not exists hand_written_words on hand_written using gin (words)`;

const INSERT = {
  name: 'insert',
  text: 'insert into hand_written (id, user_id, content) select i.id, $1, i.content from unnest($2::uuid[], $3::text[]) i (id, content)',
};

/** Any word of the question counts. Named: its plan is kept. */
const SEARCH = {
  name: 'search',
  text: `
    select m.id, m.content, m.created_at, ts_rank(m.words, q.words) as score
    from hand_written m, (select replace(plainto_tsquery('english', $2)::text, '&', '|')::tsquery as words) q
    where m.user_id = $1 and m.words @@ q.words
    order by score desc limit 10`,
};

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.argv[2], max: 10 });
  await pool.query(SCHEMA);
  const store = async (user: string, contents: readonly string[]): Promise<string[]> => {
    const ids = contents.map(() => randomUUID());
    await pool.query({ ...INSERT, values: [user, ids, contents] });
    return ids;
  };

  const app = express();
  app.use(express.json({ limit: '10mb' }));
  app.get('/health/live', (_, response) => {
    response.json({ status: 'ok' });
  });
  app.post('/remember', async (request, response) => {
    const { content } = request.body as { content?: unknown };
    if (typeof content !== 'string') {
      response.status(400).json({ error: 'content is required' });
      return;
    }
    const [id] = await store(userOf(request), [content]);
    response.status(201).json({ id });
  });
  app.post('/remember/batch', async (request, response) => {
    const { memories } = request.body as { memories: { content: string }[] };
    const contents = memories.map(({ content }) => content);
    response.status(201).json({ ids: await store(userOf(request), contents) });
  });
  app.post('/recall', async (request, response) => {
    const { query } = request.body as { query?: unknown };
    if (typeof query !== 'string') {
      response.status(400).json({ error: 'query is required' });
      return;
    }
    const { rows } = await pool.query({ ...SEARCH, values: [userOf(request), query] });
    response.json({ results: rows });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    console.log((server.address() as AddressInfo).port);
  });
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    void pool.end();
  });
}

function userOf(request: express.Request): string {
  return request.get('x-tenant-id') ?? 'nobody';
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
