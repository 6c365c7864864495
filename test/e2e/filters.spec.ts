import type { Answer } from './support/running-api';
import { unharmedApi } from './support/unharmed-api';

interface Contents {
  readonly results: readonly { readonly content: string }[];
  readonly items: readonly { readonly content: string }[];
}

const PRIO = { metadata: { prio: { gte: 5 } } };

describe('one filter language', () => {
  const api = unharmedApi();
  let tenants = 0;
  let tenant: Record<string, string>;

  beforeEach(async () => {
    tenants += 1;
    tenant = { 'X-Tenant-ID': `language-${tenants}` };
    const tickets = [
      {
        content: 'ticket one',
        metadata: { prio: 1, labels: ['x', 'y'], status: 'open', count: '5' },
        session_id: 's',
      },
      {
        content: 'ticket two',
        metadata: { prio: 7, labels: ['y'], status: 'done', count: 5 },
        session_id: 's',
      },
    ];
    for (const ticket of tickets) await api().post('/remember', ticket, tenant);
  });

  const post = (path: string, body: object) => api().post(path, body, tenant);
  const list = (query: Record<string, string>) =>
    api().get(`/memories?${String(new URLSearchParams(query))}`, tenant);
  const contents = (answer: Answer) => {
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    const { results, items } = answer.json<Contents>();
    return (results ?? items).map(({ content }) => content);
  };
  const problems = (answer: Answer) => {
    expect([answer.status, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    return answer.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field);
  };

  it('is that of recall, with a question or without', async () => {
    expect(contents(await post('/recall', { query: 'ticket', filters: PRIO }))).toEqual(['ticket two']);
    expect(contents(await post('/recall', { filters: PRIO }))).toEqual(['ticket two']);
    expect(contents(await post('/recall', { filters: { metadata: { labels: 'y' } } }))).toEqual([
      'ticket two',
      'ticket one',
    ]);
  });

  it('is that of lists', async () => {
    expect(contents(await list({ filters: JSON.stringify(PRIO) }))).toEqual(['ticket two']);
    expect(contents(await list({ 'metadata.status': 'open' }))).toEqual(['ticket one']);
    // A query string has no types: a number may be meant, or its digits.
    expect(contents(await list({ 'metadata.count': '5' }))).toEqual(['ticket two', 'ticket one']);
    expect(contents(await list({ 'metadata.prio': '7', 'metadata.labels': 'x' }))).toEqual([]);
    expect(contents(await list({ created_after: '2020-01-01', order: 'asc' }))).toEqual([
      'ticket one',
      'ticket two',
    ]);
    expect(contents(await list({ created_before: '2020-01-01' }))).toEqual([]);
    expect(contents(await list({ sort: 'importance', order: 'desc' }))).toHaveLength(2);
  });

  it('is that of export and forget', async () => {
    const filters = encodeURIComponent(JSON.stringify(PRIO));
    const file = (await api().get(`/export?filters=${filters}`, tenant)).text;
    expect(file.match(/"content":"[^"]*"/g)).toEqual(['"content":"ticket two"']);
    expect((await post('/forget', { filters: PRIO, dry_run: true })).json()).toMatchObject({ matched: 1 });
    expect((await post('/forget', { filters: { not: PRIO } })).json()).toMatchObject({ matched: 1 });
    expect(contents(await list({}))).toEqual(['ticket two']);
  });

  it('is that of retrieval and of prompts, working memory included', async () => {
    const question = { query: 'ticket', session_id: 's', filters: PRIO };
    const { candidates } = (await post('/rag/retrieve', question)).json<{ candidates: object[] }>();
    expect(candidates).toHaveLength(1);
    const prompt = (await post('/context/evaluate', question)).text;
    expect([prompt.includes('ticket two'), prompt.includes('ticket one')]).toEqual([true, false]);
  });

  it('is that of the tools of agents', async () => {
    const call = (name: string, input: object) =>
      api().post(
        '/mcp',
        { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } },
        { ...tenant, Accept: 'application/json, text/event-stream' },
      );
    const recalled = (await call('recall', { query: 'ticket', filters: PRIO })).text;
    expect([recalled.includes('ticket two'), recalled.includes('ticket one')]).toEqual([true, false]);
    const wrong = (await call('recall', { query: 'ticket', filters: { or: [{ colour: 'red' }] } })).text;
    expect(wrong).toContain('filters.or[0].colour');
  });

  it.each([
    ['filters.and[1].metadata.prio.gte', { and: [{ user_id: 'u' }, { metadata: { prio: { gte: [] } } }] }],
    ['filters.or[0].usr_id', { or: [{ usr_id: 'u' }] }],
    ['filters.user_id.like', { user_id: { like: 'u' } }],
  ])('names %s where it is wrong, on every route', async (field, filters) => {
    for (const path of ['/recall', '/rag/retrieve', '/context/evaluate'])
      expect(problems(await post(path, { query: 'x', filters }))).toEqual([field]);
    expect(problems(await post('/forget', { filters }))).toContain(field);
    const written = encodeURIComponent(JSON.stringify(filters));
    for (const path of ['/memories', '/export'])
      expect(problems(await api().get(`${path}?filters=${written}`, tenant))).toEqual([field]);
  });

  it('asks for a question or a condition, and for values that there are', async () => {
    expect(problems(await post('/recall', {}))).toEqual(['query']);
    expect(problems(await post('/recall', { filters: {} }))).toEqual(['query']);
    expect(problems(await post('/recall', { filters: PRIO, as_of: '2026-01-01' }))).toEqual(['as_of']);
    expect(problems(await list({ filters: '{' }))).toEqual(['filters']);
    expect(problems(await list({ sort: 'colour' }))).toEqual(['sort']);
    expect(problems(await list({ order: 'up' }))).toEqual(['order']);
    expect(problems(await list({ colour: 'red' }))).toEqual(['colour']);
    expect(problems(await post('/forget', { filters: {} }))).toEqual(['all']);
  });

  it('takes several namespaces in a recall', async () => {
    await post('/remember', { content: 'ticket three', namespace: 'org/a' });
    const several = await post('/recall', { query: 'ticket', namespaces: ['default', 'org/*'], k: 3 });
    expect(contents(several)).toHaveLength(3);
    expect(several.json()).toMatchObject({ namespaces: ['default', 'org/*'] });
    expect(contents(await post('/recall', { query: 'ticket', namespace: 'org/*' }))).toEqual([
      'ticket three',
    ]);
    const wrong = { query: 'x', namespace: 'a', namespaces: ['b'] };
    expect(problems(await post('/recall', wrong))).toEqual(['namespaces']);
    for (const namespace of ['*', 'o*', 'org/*/x', ''])
      expect(problems(await post('/recall', { query: 'x', namespace }))).toEqual(['namespace']);
    const many = Array.from({ length: 17 }, (_, index) => `n${index}`);
    expect(problems(await post('/recall', { query: 'x', namespaces: many }))).toEqual(['namespaces']);
  });

  it('takes no text for SQL or for a path', async () => {
    for (const name of [`a' or true --`, `a"] ? (@ == 1)`, 'a\\', '$', '*', '[*]', 'a b', '🐘']) {
      const filters = { metadata: { [name]: { in: [`' or '1'='1`, 1] } } };
      expect(contents(await post('/recall', { filters }))).toEqual([]);
      expect(contents(await post('/recall', { query: 'ticket', filters: { or: [filters] } }))).toEqual([]);
    }
  });
});
