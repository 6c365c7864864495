import type { RunningApi } from './running-api';
import { startApi } from './start-api';

/**
 * Starts a service for the suite. After every test, whatever it sent: the service answers, and nothing in its log asks for a person.
 * @param identity headers of somebody who may recall
 * @returns gives the service to the tests
 */
export function unharmedApi(
  settings: Record<string, string> = {},
  identity: () => Promise<Record<string, string>> = () => Promise.resolve({}),
): () => RunningApi {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi(settings);
  });
  afterAll(() => api.stop());
  afterEach(async () => {
    expect((await api.post('/recall', { query: 'still there' }, await identity())).status).toBe(200);
    expect(api.log.filter(({ level }) => level === 'ERROR' || level === 'FATAL')).toEqual([]);
  });
  return () => api;
}
