import { startApi, startApiApart } from './support/start-api';
import type { Answer, RunningApi } from './support/running-api';

interface Result {
  readonly id: string;
  readonly content: string;
  readonly truncated?: true;
  readonly content_length?: number;
  readonly passages?: readonly { start: number; end: number; matched: string }[];
  readonly highlights?: readonly [number, number][];
}

interface Recalled {
  readonly results: readonly Result[];
  readonly omitted?: { count: number; tokens: number };
}

const FILLER = 'The committee reviewed the pallet layout and postponed the catering contract. ';
const minutes = (secret: string) => `Minutes. ${FILLER.repeat(290)}${secret} ${FILLER.repeat(290)}`;
const SAFE = 'The combination of the safe in room 114 is 38-17-52.';
const FIRST = 'The handover procedure for the turbine hall begins with the lockout of breaker seven. ';
const HANDOVER = FIRST + 'Then the crew walks the gallery and signs the sheet at every post. '.repeat(70);

interface Likely {
  readonly answerable: number;
  readonly results?: readonly { readonly relevance: number }[];
  readonly candidates?: readonly { readonly relevance: number }[];
  readonly memories?: readonly { readonly relevance: number }[];
  readonly memory_ids?: readonly string[];
}

/** How likely an answer answers, in whatever form it comes. */
function likelyOf(answer: Answer) {
  const body = answer.json<Likely | { result: { structuredContent: Likely } }>();
  const likely = 'result' in body ? body.result.structuredContent : body;
  const { answerable, results, candidates, memories, memory_ids: ids = [] } = likely;
  const relevances = (results ?? candidates ?? memories ?? []).map(({ relevance }) => relevance);
  return { answerable, count: Math.max(ids.length, relevances.length), relevances };
}

describe.each([
  ['in one process', () => startApi()],
  ['with the memory service apart', async () => (await startApiApart()).api],
] as const)('the answer of recall %s', (_, start) => {
  let api: RunningApi;
  let tenants = 0;
  let headers: Record<string, string>;

  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `recall-${tenants}` };
  });

  const remember = async (...contents: string[]) => {
    for (const content of contents)
      expect((await api.post('/remember', { content }, headers)).status).toBe(201);
  };
  const ask = (body: object): Promise<Answer> => api.post('/recall', body, headers);
  const tool = (name: string, given: object): Promise<Answer> =>
    api.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } },
      { ...headers, Accept: 'application/json' },
    );
  const recall = async (body: object) => (await ask(body)).json<Recalled>();

  it('is small: ten memories of forty words take 6 KB at most', async () => {
    const words = FILLER.repeat(4).split(' ').slice(0, 39).join(' ');
    const memories = Array.from({ length: 10 }, (_each, number) => ({ content: `Note ${number}: ${words}` }));
    await api.post('/remember/batch', { memories }, headers);
    const answer = await ask({ query: 'Which contract was postponed?' });
    expect(answer.json<Recalled>().results).toHaveLength(10);
    expect(answer.text.length).toBeLessThanOrEqual(6 * 1_024);
    expect(answer.text).not.toMatch(/null|\[\]|\{\}/);
  });

  it.each([
    ['/recall', (body: object) => ask(body)],
    ['/rag/retrieve', (body: object) => api.post('/rag/retrieve', body, headers)],
    ['/context/evaluate', (body: object) => api.post('/context/evaluate', body, headers)],
    ['recall of MCP', (body: object) => tool('recall', body)],
    ['context of MCP', (body: object) => tool('context', body)],
  ])('says how likely it answers, and keeps to a least relevance: %s', async (_route, send) => {
    await remember('The ferry to the island leaves at noon', 'Marta teaches ceramics on Wednesdays');
    const query = 'When does the ferry to the island leave?';
    const found = likelyOf(await send({ query }));
    expect(found.answerable).toBeGreaterThan(0.5);
    expect(found.count).toBeGreaterThan(0);
    expect(Math.max(found.answerable, ...found.relevances)).toBe(found.answerable);
    expect(likelyOf(await send({ query, min_relevance: 0.5 }))).toMatchObject({
      answerable: found.answerable,
      count: 1,
    });
    for (const vain of [{ query, min_relevance: 1 }, { query: 'volcano' }])
      expect(likelyOf(await send(vain))).toEqual({ answerable: 0, count: 0, relevances: [] });
    expect(likelyOf(await send({ query: 'volcano', min_relevance: 0 })).count).toBeGreaterThan(0);
    expect((await send({ query, min_relevance: 1.5 })).text).toContain('min_relevance');
  });

  it('leaves nothing out in the form of the original', async () => {
    await remember('Marta teaches ceramics on Wednesdays', 'The dishwasher leaks at the hinge');
    const original = { ...headers, 'X-SomaBrain-Compatibility': 'original' };
    const { results } = (await api.post('/recall', { query: 'volcano' }, original)).json<Recalled>();
    expect(results.length).toBeGreaterThan(0);
  });

  it('has of a long text the passages that answer, once, and where they stand', async () => {
    const content = minutes(SAFE);
    expect(content.length).toBeGreaterThan(45_000);
    await remember(content);
    const answer = await ask({ query: 'What is the combination of the safe?' });
    const [result] = answer.json<Recalled>().results;
    expect(result).toMatchObject({ truncated: true, content_length: content.length });
    expect(result!.content.length).toBeLessThanOrEqual(1_024);
    const passages = result!.passages!.map(({ start: from, end }) => content.slice(from, end));
    expect(passages.join(' … ')).toBe(result!.content);
    expect(result!.passages!.map(({ matched }) => matched)).toContain(SAFE);
    expect(answer.text.split('38-17-52').length - 1).toBe(2);
    const whole = (await api.get(`/memories/${result!.id}`, headers)).json<{ content: string }>();
    expect(whole.content).toBe(content);
  });

  it('of three texts of 45,000 characters takes 12 KB at most', async () => {
    await remember(minutes(SAFE), minutes('The safe was moved.'), minutes('A safe costs 900 euros.'));
    const answer = await ask({ query: 'What is the combination of the safe?' });
    expect(answer.json<Recalled>().results).toHaveLength(3);
    expect(answer.text.length).toBeLessThanOrEqual(12 * 1_024);
  });

  it('has whole texts where passage_tokens is 0, and longer passages where it is more', async () => {
    const content = minutes(SAFE);
    await remember(content);
    const query = 'What is the combination of the safe?';
    expect((await recall({ query, passage_tokens: 0 })).results).toMatchObject([{ content }]);
    const [result] = (await recall({ query, passage_tokens: 1_000 })).results;
    expect(result!.content.length).toBeGreaterThan(3_500);
    expect(result!.content.length).toBeLessThanOrEqual(4_000);
  });

  it('cuts the best memory rather than leave it out for want of tokens, and counts what has no room', async () => {
    await remember(HANDOVER, 'Turbine tours are on Sundays');
    const query = 'How does the handover procedure of the turbine hall begin?';
    for (const budget of [{ max_tokens: 1_000 }, { max_tokens: 1_000, passage_tokens: 0 }]) {
      const { results } = await recall({ query, ...budget });
      expect(results[0]?.content).toContain('breaker seven');
    }
    const { results, omitted } = await recall({ query, max_tokens: 25 });
    expect(results).toMatchObject([{ content: FIRST.trim(), truncated: true }]);
    expect(omitted).toEqual({ count: 1, tokens: 7 });
    const few = await recall({ query, max_tokens: 1 });
    expect(few.results).toMatchObject([{ content: 'The', truncated: true }]);
  });

  it('says with highlight where words of the question stand in what it shows', async () => {
    await remember('She drove the old tractor into the barn');
    const [result] = (await recall({ query: 'Who drives a tractor?', highlight: true })).results;
    const marked = result!.highlights!.map(([from, to]) => result!.content.slice(from, to));
    expect(marked).toEqual(['drove', 'tractor']);
  });
});

describe('the prompt of a context', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('holds of a text that is longer than it may be the passages that answer', async () => {
    await api.post('/remember', { content: HANDOVER });
    const query = 'How does the handover procedure of the turbine hall begin?';
    const { prompt, tokens, memories } = (await api.post('/context/evaluate', { query })).json<{
      prompt: string;
      tokens: number;
      memories: object[];
    }>();
    expect(prompt).toContain('breaker seven');
    expect(tokens).toBeLessThanOrEqual(1_024);
    expect(memories).toMatchObject([{ truncated: true }]);
  });
});
