const NDJSON = 'application/x-ndjson';
/** What finds the memory of the victim, for routes whose answers repeat the question. */
const QUESTION = 'what lies in the cellar';
/** Whose memories are tried for. */
export const VICTIM = 'the-victim';

/** What an intruder may have learnt: names of the victim, or names of nothing that are as long. */
export interface Names {
  readonly tenant: string;
  readonly id: string;
  readonly otherId: string;
  readonly key: string;
  readonly namespace: string;
  readonly session: string;
  readonly user: string;
  readonly words: string;
  readonly coordinate: string;
  readonly idempotencyKey: string;
  readonly resume: string;
  readonly cursor: string;
  /** An export of one memory. */
  readonly file: string;
}

export interface Attempt {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const get = (path: string): Attempt => ({ method: 'GET', path });
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Attempt => ({
  method: 'POST',
  path,
  body,
  headers,
});

const put = (key: string, body: object, headers: Record<string, string> = {}): Attempt => ({
  method: 'PUT',
  path: `/memories/by-key/${encodeURIComponent(key)}`,
  body,
  headers,
});

const tool = (name: string, input: object, path = '/mcp'): Attempt =>
  post(
    path,
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } },
    { Accept: 'application/json, text/event-stream' },
  );

/** Everything that an intruder can try at a route. */
export const ATTEMPTS: Readonly<Record<string, (names: Names) => readonly Attempt[]>> = {
  'POST /remember': ({ key, namespace, session, user, otherId, idempotencyKey }) => [
    post('/remember', { content: 'mine', key, namespace, links: [{ target: { id: otherId } }] }),
    post('/remember', { content: 'mine again', namespace, session_id: session, user_id: user }),
    post('/remember', { content: 'mine under a key' }, { 'Idempotency-Key': idempotencyKey }),
  ],
  'POST /remember/batch': ({ key, namespace, idempotencyKey }) => [
    post('/remember/batch', { memories: [{ content: 'of a batch', key, namespace }], atomic: true }),
    post('/remember/batch', { memories: [{ content: 'once' }] }, { 'Idempotency-Key': idempotencyKey }),
  ],
  'PUT /memories/by-key/{key}': ({ key, namespace, idempotencyKey }) => [
    put(key, { content: 'mine in its place', namespace }),
    put(key, { content: 'once in its place' }, { 'Idempotency-Key': idempotencyKey }),
  ],
  'POST /recall': ({ words, namespace, session, user }) => [
    post('/recall', { query: words, namespace }),
    post('/recall', { query: words, namespace, filters: { user_id: user, session_id: session } }),
    post('/recall', { query: words, namespace, as_of: new Date().toISOString(), explain: true }),
    post('/recall', { query: words, filters: { metadata: { owner: user } } }),
    post('/recall', { query: words, namespace, session_id: session }),
    post('/recall', { query: words, namespaces: [namespace, `${namespace}/*`] }),
    post('/recall', { namespace, filters: { not: { user_id: 'nobody' } } }),
    post('/recall', {
      query: words,
      namespace,
      filters: { or: [{ user_id: user }, { session_id: session }] },
    }),
  ],
  'POST /memory/remember': ({ key, namespace, tenant, idempotencyKey }) => [
    post('/memory/remember', { value: { task: 'mine of later' }, key, namespace }),
    post('/memory/remember', { value: { task: 'theirs' }, tenant, namespace }),
    post('/memory/remember', { text: 'once of later' }, { 'Idempotency-Key': idempotencyKey }),
  ],
  'POST /memory/recall': ({ words, namespace, session, tenant }) => [
    post('/memory/recall', { query: words, namespace }),
    post('/memory/recall', { query: QUESTION, namespace: `${namespace}/none`, session_id: session }),
    post('/memory/recall', { query: QUESTION, tenant_id: tenant }),
  ],
  'GET /memories/{id}': ({ id }) => [get(`/memories/${id}`)],
  'DELETE /memories/{id}': ({ id, idempotencyKey }) => [
    { method: 'DELETE', path: `/memories/${id}` },
    { method: 'DELETE', path: `/memories/${id}`, headers: { 'Idempotency-Key': idempotencyKey } },
  ],
  'PATCH /memories/{id}': ({ id }) => [
    { method: 'PATCH', path: `/memories/${id}`, body: { content: 'changed' } },
    {
      method: 'PATCH',
      path: `/memories/${id}`,
      body: { content: 'changed' },
      headers: { 'If-Match': '"2"' },
    },
  ],
  'GET /memories': ({ namespace, key, session, user, cursor }) => [
    get(`/memories?namespace=${namespace}&total=true`),
    get(`/memories?key=${key}`),
    get(`/memories?user_id=${user}&session_id=${session}`),
    get(`/memories?cursor=${encodeURIComponent(cursor)}`),
    get(`/memories?metadata.owner=${user}&sort=importance&order=asc`),
    get(`/memories?filters=${encodeURIComponent(JSON.stringify({ not: { user_id: 'nobody' } }))}`),
  ],
  'GET /memories/{id}/history': ({ id }) => [get(`/memories/${id}/history`)],
  'POST /memories/{id}/restore': ({ id }) => [post(`/memories/${id}/restore`, { version: 1 })],
  'POST /forget': ({ id, otherId, namespace, key, user }) => [
    post('/forget', { ids: [id, otherId] }),
    post('/forget', { namespace, key, dry_run: true }),
    post('/forget', { namespace, filters: { user_id: user } }),
  ],
  'POST /delete': ({ coordinate, key, namespace, words }) => [
    post('/delete', { coordinate }),
    post('/delete', { task: words, namespace }),
    post('/delete', { task: key, namespace: `${namespace}/none` }),
  ],
  'POST /recall/delete': ({ coordinate }) => [post('/recall/delete', { coord: coordinate })],
  'POST /link': ({ id, otherId, coordinate, words, namespace }) => [
    post('/link', { from_key: words, to_key: words, namespace }),
    post('/link', { from_id: id, to_id: otherId }),
    post('/link', { from_coord: coordinate, to_coord: coordinate }),
  ],
  'POST /graph/links': ({ id, otherId, namespace, coordinate }) => [
    post('/graph/links', { from_id: id }),
    post('/graph/links', { to_id: otherId }),
    post('/graph/links', { from_coord: coordinate }),
    post('/graph/links', { namespace: `${namespace}/none` }),
  ],
  'POST /graph/neighbors': ({ id, otherId, key, namespace, coordinate }) => [
    post('/graph/neighbors', { from_id: id }),
    post('/graph/neighbors', { from_id: otherId, direction: 'out', hops: 3 }),
    post('/graph/neighbors', { from_coord: coordinate }),
    post('/graph/neighbors', { from_key: key, namespace: `${namespace}/none` }),
  ],
  'POST /graph/path': ({ id, otherId, coordinate }) => [
    post('/graph/path', { from_id: otherId, to_id: id }),
    post('/graph/path', { from_coord: coordinate, to_coord: coordinate }),
  ],
  'POST /plan/suggest': ({ key, namespace, words }) => [
    post('/plan/suggest', { task_key: words, namespace }),
    post('/plan/suggest', { task_key: key, namespace: `${namespace}/none` }),
  ],
  'POST /act': ({ user, namespace }) => [
    post('/act', { task: QUESTION, namespace: `${namespace}/none`, user_id: user }),
  ],
  'POST /rag/retrieve': ({ id, key, session, user, namespace }) => [
    post('/rag/retrieve', { query: QUESTION, session_id: session, namespace: `${namespace}/none` }),
    post('/rag/retrieve', { query: QUESTION, namespace: `${namespace}/none`, filters: { user_id: user } }),
    post('/rag/retrieve', { query: QUESTION, id }),
    post('/rag/retrieve', { query: QUESTION, key, namespace: `${namespace}/none`, mode: 'exact' }),
    post('/rag/retrieve', { query: QUESTION, namespace: `${namespace}/none`, persist: true, user_id: user }),
  ],
  'POST /context/evaluate': ({ session, namespace }) => [
    post('/context/evaluate', { query: QUESTION, session_id: session, namespace: `${namespace}/none` }),
  ],
  'POST /context/feedback': ({ id, otherId, words, idempotencyKey }) => [
    post('/context/feedback', { query: words, memory_ids: [id] }),
    post('/context/feedback', { memories: [{ id: otherId, useful: false }], utility: 1 }),
    post('/context/feedback', { utility: 0.5 }, { 'Idempotency-Key': idempotencyKey }),
  ],
  'GET /context/adaptation/state': () => [get('/context/adaptation/state')],
  'GET /context/adaptation/history': () => [get('/context/adaptation/history')],
  'POST /context/adaptation/reset': () => [post('/context/adaptation/reset', { version: 1 })],
  'POST /sleep/run': ({ namespace }) => [
    post('/sleep/run', { namespace: `${namespace}/none` }),
    post('/sleep/run', { episode_idle_seconds: 0 }),
  ],
  'POST /sleep/undo': ({ id }) => [post('/sleep/undo', { run_id: id }), post('/sleep/undo', {})],
  'GET /sleep/status': () => [get('/sleep/status')],
  'GET /sleep/status/all': () => [get('/sleep/status/all?limit=1')],
  'POST /reflect': ({ namespace }) => [post('/reflect', { namespace: `${namespace}/none` })],
  'GET /neuromodulators': () => [get('/neuromodulators')],
  'POST /neuromodulators': () => [post('/neuromodulators', { dopamine: 0.1 })],
  'POST /personality': () => [post('/personality', { traits: { calm: 1 } })],
  'POST /reward/{frame_id}': ({ key }) => [post(`/reward/${key}`, { r_task: 1 })],
  'POST /reward/reward/{frame_id}': ({ key }) => [post(`/reward/reward/${key}`, { r_task: 1 })],
  'GET /reward/health': () => [get('/reward/health')],
  'GET /learner/health': () => [get('/learner/health')],
  'GET /namespaces': ({ namespace }) => [get(`/namespaces?namespace=${namespace}`)],
  'GET /users': ({ namespace, user }) => [
    get('/users'),
    get(`/users?namespace=${namespace}`),
    get(`/users?user_id=${user}`),
  ],
  'GET /agents': ({ user }) => [get('/agents'), get(`/agents?user_id=${user}`)],
  'GET /sessions': ({ namespace, cursor }) => [
    get(`/sessions?namespace=${namespace}`),
    get(`/sessions?cursor=${encodeURIComponent(cursor)}`),
  ],
  'GET /tags': ({ namespace }) => [get(`/tags?namespace=${namespace}`)],
  'GET /working-memory/{session_id}': ({ session }) => [get(`/working-memory/${session}`)],
  'DELETE /working-memory/{session_id}': ({ session }) => [
    { method: 'DELETE', path: `/working-memory/${session}` },
  ],
  'GET /export': ({ namespace, user }) => [
    get(`/export?namespace=${namespace}/none`),
    get(`/export?filters=${encodeURIComponent(JSON.stringify({ user_id: user }))}`),
  ],
  'POST /import': ({ file, resume }) => [post(`/import?resume=${resume}`, file, { 'Content-Type': NDJSON })],
  'POST /migrate/export': ({ namespace }) => [post('/migrate/export', { namespace: `${namespace}/none` })],
  'POST /migrate/import': ({ file, resume }) => [
    post(`/migrate/import?resume=${resume}-too`, file, { 'Content-Type': NDJSON }),
  ],
  'POST /mcp': ({ id, key, namespace, words, user, session }) => [
    tool('remember', { content: 'by a tool', key: `${key}-tool`, namespace }),
    tool('remember', { content: 'by a tool', namespace, session_id: session }),
    tool('recall', { query: words, namespace: `${namespace}/none`, user_id: user }),
    tool('recall', { query: words, namespace: `${namespace}/none` }),
    tool('recall', { query: words, namespace: `${namespace}/none`, filters: { user_id: user } }),
    tool('forget', { ids: [id] }),
    tool('get_memory', { id }),
    tool('get_memory', { key, namespace: `${namespace}/none` }),
    tool('list_memories', { user_id: user, namespace: `${namespace}/none` }),
    tool('list_memories', { session_id: session, namespace: `${namespace}/none` }),
    tool('update_memory', { id, content: 'by a tool' }),
    tool('context', { query: QUESTION, namespace: `${namespace}/none` }),
    tool('link', { from_id: id, to_key: 'x', namespace }),
    tool('link', { from_key: `${key}-tool`, to_id: id, namespace }),
    tool('feedback', { memory_ids: [id], query: QUESTION }),
    tool('forget', { namespace: `${namespace}/none`, filters: { user_id: user }, dry_run: true }),
  ],
  'POST /mcp/u/{user}': ({ id, user, words, namespace }) => [
    tool('get_memory', { id }, `/mcp/u/${user}`),
    tool('recall', { query: words }, `/mcp/u/${user}?namespace=${namespace}/none`),
    tool('forget', { ids: [id] }, `/mcp/u/${user}`),
    tool('list_memories', {}, `/mcp/u/${user}`),
  ],
  'GET /audit/events': ({ id }) => [
    get(`/audit/events?resource_id=${id}&stream=operations`),
    get(`/audit/events?resource_id=${VICTIM}`),
  ],
  'GET /diagnostics': () => [get('/diagnostics')],
  'GET /tenants/{id}': ({ tenant }) => [get(`/tenants/${tenant}`)],
  'GET /tenants/{id}/usage': ({ tenant }) => [get(`/tenants/${tenant}/usage`)],
  'PUT /tenants/{id}': ({ tenant }) => [
    { method: 'PUT', path: `/tenants/${tenant}`, body: { write_daily_limit: 1 } },
  ],
  'POST /audit/verify': () => [post('/audit/verify', { streams: ['operations'] })],
};
