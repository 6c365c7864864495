import type { Answer, RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const MESSAGE = 'is a whole number beyond 2^53, which JSON numbers do not keep exactly; send it as a text';

describe('whole numbers beyond 2^53', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const send = (method: string, path: string, body: string): Promise<Answer> =>
    api.send(method, path, { headers: { 'Content-Type': 'application/json' }, body });
  const fieldsOf = (answer: Answer) => {
    const { code, errors } = answer.json<{ code: string; errors: { field: string; message: string }[] }>();
    expect([answer.status, code, errors[0]?.message]).toEqual([400, 'VALIDATION_FAILED', MESSAGE]);
    return errors.map(({ field }) => field);
  };

  it.each([
    [
      'POST',
      '/remember',
      '{"content":"x","metadata":{"message_id":1234567890123456789}}',
      'metadata.message_id',
    ],
    ['POST', '/remember', '{"content":"x","where":{"ids":[1,9007199254740993]}}', 'where.ids[1]'],
    ['POST', '/memory/remember', '{"value":{"content":"x","id":9007199254740993}}', 'value.id'],
    [
      'PATCH',
      '/memories/019aad6e-8f00-7000-8000-000000000000',
      '{"metadata":{"a":-9007199254740993}}',
      'metadata.a',
    ],
    [
      'POST',
      '/recall',
      '{"query":"x","filters":{"metadata":{"id":1234567890123456788}}}',
      'filters.metadata.id',
    ],
    ['POST', '/forget', '{"filters":{"metadata":{"id":1234567890123456788}}}', 'filters.metadata.id'],
  ])('are refused and named: %s %s %s', async (method, path, body, field) => {
    expect(fieldsOf(await send(method, path, body))).toEqual([field]);
  });

  it('are refused to agents, as JSON and as JSON text', async () => {
    const call = (metadata: string) =>
      api.postText(
        '/mcp',
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"remember","arguments":{"content":"x","metadata":${metadata}}}}`,
        { 'Content-Type': 'application/json' },
      );
    const asJson = await call('{"id":1234567890123456788}');
    expect([asJson.status, asJson.json()]).toMatchObject([
      400,
      { error: { code: -32602, message: `params.arguments.metadata.id: ${MESSAGE}` } },
    ]);
    const asText = await call(JSON.stringify('{"id":1234567890123456788}'));
    expect(asText.json()).toMatchObject({ result: { isError: true } });
    expect(asText.text).toContain(`metadata.id ${MESSAGE}`);
  });

  it('are refused in an item of a batch, and the others are stored', async () => {
    const batch =
      '{"memories":[{"content":"first"},{"content":"second","metadata":{"id":1234567890123456789}}]}';
    const { results } = (await send('POST', '/remember/batch', batch)).json<{
      results: { status: string; error?: { errors: object[] } }[];
    }>();
    expect(results).toMatchObject([
      { status: 'created' },
      { status: 'failed', error: { errors: [{ field: 'metadata.id', message: MESSAGE }] } },
    ]);
  });

  it('are kept up to 2^53, and as texts', async () => {
    const metadata = '{"least":-9007199254740992,"most":9007199254740992,"text":"1234567890123456789"}';
    const { id } = (await send('POST', '/remember', `{"content":"x","metadata":${metadata}}`)).json();
    expect((await api.get(`/memories/${String(id)}`)).json().metadata).toEqual(JSON.parse(metadata));
  });
});
