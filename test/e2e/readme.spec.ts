import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

/** The curl commands of the README: route and body of each. */
function commands(): { path: string; body: unknown }[] {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const found = readme.matchAll(
    /curl -X POST http:\/\/127\.0\.0\.1:9696(\S+) -H 'Content-Type: application\/json' \\\n\s+-d '(.+)'/g,
  );
  return [...found].map(([, path = '', body = '']) => ({ path, body: JSON.parse(body) as unknown }));
}

describe('the first calls of the README', () => {
  let api: RunningApi;

  beforeAll(async () => {
    api = await startApi();
  });

  afterAll(() => api.stop());

  it('remember something and find it', async () => {
    const [remember, recall, ...others] = commands();
    expect([remember?.path, recall?.path, others]).toEqual(['/remember', '/recall', []]);
    expect((await api.post('/remember', remember?.body)).status).toBe(201);
    const answer = await api.post('/recall', recall?.body);
    expect(answer.json()).toMatchObject({
      results: [{ content: 'Paris is the capital of France', key: 'kb.paris' }],
    });
  });
});
