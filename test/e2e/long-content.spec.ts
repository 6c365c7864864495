import { expectProblem } from './support/expect-problem';
import { unharmedApi } from './support/unharmed-api';

const MOST = 200_000;
const VARIABLE = 'SOMABRAIN_MAX_CONTENT_CHARACTERS';
const FACT = 'The lighthouse keeper of Cape Wrath repaired the lantern with a silver spoon.';
const QUESTION = 'Who repaired the lantern at Cape Wrath?';
const FILLER = 'The committee reviewed the pallet layout and postponed the catering contract. ';

/** A text of so many characters with the fact in its middle. */
function longText(characters: number): string {
  const half = FILLER.repeat(Math.ceil(characters / FILLER.length / 2));
  return `${half}${FACT} ${half}`.slice(0, characters);
}

interface Recalled {
  readonly results: readonly {
    readonly id: string;
    readonly content: string;
    readonly truncated?: boolean;
  }[];
}

describe('the length of a text', () => {
  const million = unharmedApi();

  it('is a million characters by default, and its middle sentence finds it', async () => {
    const { id } = (await million().post('/remember', { content: longText(1_000_000) })).json<{
      id: string;
    }>();
    const { results } = (await million().post('/recall', { query: QUESTION, k: 1 })).json<Recalled>();
    expect(results.map((hit) => hit.id)).toEqual([id]);
    expect(results[0]?.content).toContain(FACT);
    expect(results[0]?.truncated).toBe(true);
  });

  it('may be written in escapes', async () => {
    const escaped = `{"content":"${'\\ud83d\\udc18'.repeat(999_990)} elephants"}`;
    const answer = await million().postText('/remember', escaped, { 'Content-Type': 'application/json' });
    expect(answer.status).toBe(201);
  });

  it('is refused beyond a million', async () => {
    const answer = await million().post('/remember', { content: 'x'.repeat(1_000_001) });
    const [error] = expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(error).toEqual({
      field: 'content',
      message: `must have 1 to 1000000 characters; ${VARIABLE} sets how many`,
    });
    expectProblem(
      await million().post('/remember', { content: 'x'.repeat(13_100_000) }),
      413,
      'PAYLOAD_TOO_LARGE',
    );
  });
});

describe('the length of a text where the deployment sets it', () => {
  const api = unharmedApi({ [VARIABLE]: String(MOST) });
  const sent = (method: string, path: string, body: object) =>
    api().send(method, path, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  const tool = (name: string, args: object) =>
    api().post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

  it.each([
    ['POST /remember', (content: string) => api().post('/remember', { content })],
    ['POST /remember/batch', (content: string) => api().post('/remember/batch', { memories: [{ content }] })],
    ['PUT /memories/by-key', (content: string) => sent('PUT', '/memories/by-key/minutes', { content })],
    [
      'POST /memory/remember',
      (content: string) => api().post('/memory/remember', { key: 'later', value: content }),
    ],
    ['the tool remember', (content: string) => tool('remember', { content })],
  ])('holds for %s', async (_, send) => {
    const refused = await send('x'.repeat(MOST + 1));
    expect(refused.text).toContain(VARIABLE);
    const taken = await send(`${longText(MOST - 10)} ${Math.random().toFixed(7)}`);
    expect(taken.status).toBeLessThan(300);
    expect(taken.text).not.toContain(VARIABLE);
  });

  it('holds for PATCH /memories/{id}', async () => {
    const { id } = (await api().post('/remember', { content: 'short' })).json<{ id: string }>();
    const change = (content: string) => sent('PATCH', `/memories/${id}`, { content });
    const [error] = expectProblem(await change('x'.repeat(MOST + 1)), 400, 'VALIDATION_FAILED');
    expect(error?.field).toBe('content');
    expect((await change(longText(MOST))).status).toBe(200);
  });
});
