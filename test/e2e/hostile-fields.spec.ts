import { expectProblem } from './support/expect-problem';
import { unharmedApi } from './support/unharmed-api';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('fields that are not valid', () => {
  const api = unharmedApi({ SOMABRAIN_MAX_CONTENT_CHARACTERS: '50000' });

  const expectInvalid = async (path: string, body: unknown, field: string) => {
    const errors = expectProblem(await api().post(path, body), 400, 'VALIDATION_FAILED');
    expect(errors.map((error) => error.field)).toContain(field);
  };

  const long = (length: number) => 'x'.repeat(length);
  const NOT_STRINGS = [5, true, {}, []];

  describe('of POST /remember', () => {
    const texts: [string, number][] = [
      ['content', 50_000],
      ['task', 50_000],
      ['text', 50_000],
      ['fact', 50_000],
      ['key', 512],
      ['coord', 512],
      ['user_id', 256],
      ['agent_id', 256],
      ['session_id', 256],
      ['speaker', 256],
      ['memory_type', 64],
      ['namespace', 128],
      ['universe', 128],
    ];

    it.each(texts)('names %s when it is no text, empty, or longer than %i', async (field, max) => {
      for (const value of [...NOT_STRINGS, '', long(max + 1)]) {
        await expectInvalid('/remember', { content: 'x', [field]: value }, field);
      }
      const isText = ['content', 'task', 'text', 'fact'].includes(field);
      const longest = await api().post('/remember', { ...(!isText && { content: 'x' }), [field]: long(max) });
      expect(longest.json()).toMatchObject({ ok: true });
    });

    it.each([
      ['namespace', 'two words'],
      ['namespace', 'ñ'],
      ['universe', '<script>'],
      ['position', -1],
      ['position', 1.5],
      ['position', 2 ** 53],
      ['position', '1'],
      ['importance', -0.1],
      ['importance', 1_000_001],
      ['importance', '1'],
      ['ttl_seconds', 0],
      ['ttl_seconds', 1.5],
      ['ttl_seconds', 315_360_001],
      ['tags', 'geo'],
      ['tags[0]', ['']],
      ['tags[1]', ['a', 5]],
      ['tags[0]', [long(129)]],
      ['tags', Array.from({ length: 65 }, (_, index) => `t${index}`)],
      ['metadata', 'text'],
      ['metadata', ['list']],
      ['metadata', { big: long(16_384) }],
      ['occurred_at', 'yesterday'],
      ['occurred_at', ''],
      ['occurred_at', {}],
      ['occurred_at', '2026-02-30T00:00:00Z'],
      ['occurred_at', '2026-13-01'],
      ['occurred_at', '0000-12-31T00:00:00Z'],
      ['occurred_at', '10000-01-01T00:00:00Z'],
      ['occurred_at', '-271821-04-20T00:00:00Z'],
      ['timestamp', 253_402_300_800_000],
      ['timestamp', 1.7e15],
      ['timestamp', -1e300],
      ['timestamp', '9'.repeat(400)],
    ])('names %s when it is %j', async (field, value) => {
      await expectInvalid('/remember', { content: 'x', [field.replace(/\[.*/, '')]: value }, field);
    });

    it('counts characters as code points', async () => {
      expect((await api().post('/remember', { content: '🐘'.repeat(50_000) })).status).toBe(201);
      await expectInvalid('/remember', { content: '🐘'.repeat(50_001) }, 'content');
    });

    it('counts fields that go into the metadata', async () => {
      await expectInvalid('/remember', { content: 'x', note: long(16_384) }, 'metadata');
      const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index]));
      await expectInvalid('/remember', { content: 'x', ...many }, 'metadata');
    });

    it('wants a text', async () => {
      await expectInvalid('/remember', {}, 'content');
      await expectInvalid('/remember', { content: null, metadata: {} }, 'content');
      await expectInvalid('/remember', { coord: '1,2,3', payload: {} }, 'content');
    });
  });

  describe('of POST /recall', () => {
    it.each([
      ['query', undefined],
      ['query', ''],
      ['query', 5],
      ['query', long(10_001)],
      ['k', 0],
      ['k', 101],
      ['k', 1.5],
      ['k', '5'],
      ['top_k', -1],
      ['namespace', ''],
      ['min_score', 'high'],
      ['explain', 'yes'],
      ['filters', 'geo'],
    ])('names %s when it is %j', async (field, value) => {
      await expectInvalid('/recall', { query: 'x', [field]: value }, field);
    });

    it.each([
      ['filters.user_id', { user_id: 5 }],
      ['filters.tags[0]', { tags: [''] }],
      ['filters.metadata.a', { metadata: { a: {} } }],
      ['filters.memory_type', { memory_type: 5 }],
      ['filters.occurred_after', { occurred_after: 'soon' }],
      ['filters.usr_id', { usr_id: 'misspelt' }],
    ])('names %s when the filters are %j', async (field, filters) => {
      await expectInvalid('/recall', { query: 'x', filters }, field);
    });
  });

  describe('that cannot be stored', () => {
    const NUL = 'a\0b';
    it.each([
      ['content', { content: NUL }],
      ['metadata.a.b[0]', { content: 'x', metadata: { a: { b: [NUL] } } }],
      ['metadata.a\0b', { content: 'x', metadata: { [NUL]: 1 } }],
      ['unknown', { content: 'x', unknown: NUL }],
      ['key', { content: 'x', key: NUL }],
      ['tags[0]', { content: 'x', tags: [NUL] }],
      ['speaker', { content: 'x', speaker: NUL }],
      ['payload.task', { payload: { task: NUL } }],
    ])('NUL in %j is refused', (field, body) => expectInvalid('/remember', body, field));

    it.each([
      ['query', { query: NUL }],
      ['filters.user_id', { query: 'x', filters: { user_id: NUL } }],
      ['filters.metadata.a', { query: 'x', filters: { metadata: { a: NUL } } }],
    ])('NUL in %j of a question is refused', (field, body) => expectInvalid('/recall', body, field));

    it.each(['\\ud800', '\\udc00x', '\\udc00\\ud800'])(
      'half of a surrogate pair, %s, is refused',
      async (half) => {
        for (const body of [
          `{"content":"${half}"}`,
          `{"content":"x","metadata":{"a":"${half}"}}`,
          `{"content":"x","${half}":1}`,
        ]) {
          expectProblem(await api().postText('/remember', body, JSON_TYPE), 400, 'VALIDATION_FAILED');
        }
      },
    );

    it.each(['1e999', '-1e999'])('the number %s is refused wherever it stands', async (number) => {
      for (const field of ['importance', 'position', 'timestamp', 'unknown']) {
        const answer = await api().postText('/remember', `{"content":"x","${field}":${number}}`, JSON_TYPE);
        expect(expectProblem(answer, 400, 'VALIDATION_FAILED')[0]?.field).toBe(field);
      }
    });

    it('the name __proto__ is refused, and changes nothing', async () => {
      for (const body of [
        '{"content":"x","__proto__":{"polluted":1}}',
        '{"content":"x","metadata":{"a":{"__proto__":{"polluted":1}}}}',
      ]) {
        expectProblem(await api().postText('/remember', body, JSON_TYPE), 400, 'VALIDATION_FAILED');
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    it('nesting beyond 32 levels is refused, and beyond 64 before the body is parsed', async () => {
      for (const [depth, levels] of [
        [40, '32 levels'],
        [10_000, '64 levels'],
        [150_000, '64 levels'],
      ] as const) {
        const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
        const errors = expectProblem(
          await api().postText('/remember', `{"content":"x","metadata":${nested}}`, JSON_TYPE),
          400,
          'VALIDATION_FAILED',
        );
        expect(errors[0]?.message).toContain(levels);
      }
    });
  });

  describe('of text in many scripts', () => {
    const text =
      'Ñandú Ελληνικά русский עברית العربية हिन्दी 漢字かな 한국어 🐘👩‍👩‍👧‍👦 \u202e\u200b\ufeff "quotes" \\ \t\n <b>&amp;';

    it('comes back as it was sent', async () => {
      const sent = { content: text, key: text, speaker: text, tags: [text], metadata: { [text]: [text] } };
      const { id } = (await api().post('/remember', sent)).json();
      expect((await api().get(`/memories/${String(id)}`)).json()).toMatchObject(sent);
    });
  });
});
