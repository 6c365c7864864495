import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

describe('times', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it.each([
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['20260301T090000Z', '2026-03-01T09:00:00.000Z'],
    ['20260301', '2026-03-01T00:00:00.000Z'],
    [1_772_355_600, '2026-03-01T09:00:00.000Z'],
    [1_772_355_600_000, '2026-03-01T09:00:00.000Z'],
  ])('of an event may be written %p', async (written, time) => {
    const { id } = (await api.post('/remember', { content: `At ${written}`, occurred_at: written })).json();
    expect((await api.get(`/memories/${String(id)}`)).json().occurred_at).toBe(time);
  });

  it.each(['tomorrow', 2026, 20_260_301, 1_772_355_600_000_000, '2026-02-30', '03/01/2026'])(
    'are refused by name: %p',
    async (written) => {
      const answer = await api.post('/remember', { content: 'x', occurred_at: written });
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'occurred_at' }] });
    },
  );

  it('of a filter are whole days in the zone of the request', async () => {
    const headers = { 'X-Tenant-ID': 'days' };
    await api.post(
      '/remember',
      { content: 'A late dinner', occurred_at: '2026-03-01T23:30:00+01:00' },
      headers,
    );
    await api.post(
      '/remember',
      { content: 'A dinner before', occurred_at: '2026-02-28T23:30:00+01:00' },
      headers,
    );
    const found = async (filters: object, zone?: string) => {
      const body = { query: 'dinner', filters, ...(zone !== undefined && { time_zone: zone }) };
      const { results } = (await api.post('/recall', body, headers)).json<{
        results: { content: string }[];
      }>();
      return results.map(({ content }) => content).toSorted();
    };
    const day = { occurred_after: '2026-03-01', occurred_before: '2026-03-01' };
    expect(await found(day)).toEqual(['A late dinner']);
    expect(await found(day, 'Europe/Berlin')).toEqual(['A late dinner']);
    expect(await found(day, 'Asia/Tokyo')).toEqual(['A dinner before']);
    const listed = await api.get('/memories?occurred_before=2026-02-28&time_zone=Europe/Berlin', headers);
    expect(listed.json<{ items: object[] }>().items).toMatchObject([{ content: 'A dinner before' }]);
    const forgotten = { filters: day, time_zone: 'Asia/Tokyo', dry_run: true };
    expect((await api.post('/forget', forgotten, headers)).json().matched).toBe(1);
    const asked = {
      query: 'dinner',
      filters: { occurred_at: { gte: day.occurred_after, lte: '2026-03-01' } },
    };
    const written = encodeURIComponent(JSON.stringify(asked.filters));
    for (const [zone, there, away] of [
      ['Europe/Berlin', 'A late dinner', 'A dinner before'],
      ['Asia/Tokyo', 'A dinner before', 'A late dinner'],
    ] as const) {
      const answers = await Promise.all([
        api.post('/rag/retrieve', { ...asked, time_zone: zone }, headers),
        api.post('/context/evaluate', { ...asked, time_zone: zone }, headers),
        api.get(`/memories?filters=${written}&time_zone=${zone}`, headers),
        api.get(`/export?filters=${written}&time_zone=${zone}`, headers),
      ]);
      expect(answers.map(({ text }) => [text.includes(there), text.includes(away)])).toEqual(
        answers.map(() => [true, false]),
      );
    }
    const nowhere = await api.post('/recall', { query: 'x', time_zone: 'Mars/Base' });
    expect(nowhere.json()).toMatchObject({ status: 400, errors: [{ field: 'time_zone' }] });
  });

  it('in the words of a question are understood on every way to recall', async () => {
    const headers = { 'X-Tenant-ID': 'words' };
    for (const [who, day] of [
      ['Omar', '09'],
      ['Priya', '10'],
    ])
      await api.post(
        '/remember',
        { content: `Lunch with ${who}`, occurred_at: `2026-03-${day}T23:30:00Z` },
        headers,
      );
    const strict = { reference_time: '2026-03-12T08:00:00Z', time: 'strict' };
    const query = 'Lunch with whom yesterday?';
    const ask = (path: string, more: object) => api.post(path, { query, ...strict, ...more }, headers);
    const berlin = { time_zone: 'Europe/Berlin' };
    const recalled = await ask('/recall', { ...berlin, explain: true });
    expect(recalled.json()).toMatchObject({
      results: [{ content: 'Lunch with Priya' }],
      time: {
        words: ['yesterday'],
        from: '2026-03-10T23:00:00.000Z',
        to: '2026-03-11T22:59:59.999Z',
        time_zone: 'Europe/Berlin',
      },
    });
    expect((await ask('/recall', {})).json().results).toEqual([]);
    expect((await ask('/rag/retrieve', berlin)).json().candidates).toMatchObject([
      { content: 'Lunch with Priya' },
    ]);
    expect((await ask('/rag/retrieve', {})).json().candidates).toEqual([]);
    expect((await ask('/context/evaluate', berlin)).json().memories).toMatchObject([
      { content: 'Lunch with Priya' },
    ]);
    const named = { name: 'recall', arguments: { query, ...strict, ...berlin } };
    const called = await api.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: named },
      { ...headers, Accept: 'application/json, text/event-stream' },
    );
    expect(called.text).toContain('Lunch with Priya');
    expect(called.text).not.toContain('Lunch with Omar');
    const wrong = await api.post('/recall', { query, time: 'loose', reference_time: 'then' }, headers);
    expect(wrong.json()).toMatchObject({
      status: 400,
      errors: [{ field: 'reference_time' }, { field: 'time' }],
    });
  });
});
