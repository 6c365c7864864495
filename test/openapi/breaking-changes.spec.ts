import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiDocument, breakingChanges } from './breaking-changes';

const ROOT = join(__dirname, '..', '..');
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as ApiDocument;
const baseline = read('docs/openapi/v1-baseline.json');

type Json = Record<string, unknown>;

/** A copy of the baseline with one value set, or removed where it is undefined. */
function changed(path: readonly string[], value: unknown): ApiDocument {
  const copy = structuredClone(baseline) as ApiDocument & Json;
  const parents = path.slice(0, -1);
  const parent = parents.reduce<Json>((part, name) => (part[name] ??= {}) as Json, copy);
  const last = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

const schema = (name: string, ...path: string[]) => ['components', 'schemas', name, ...path];
const recall = ['paths', '/recall', 'post'];

/** What a memory need not have. */
const BELONGINGS = ['metadata', 'key', 'user_id', 'agent_id', 'session_id', 'speaker', 'tags', 'occurred_at'];

/** The lean answers. The older form is that of compatibility mode. A release empties this list: it has a new baseline. */
const OF_THE_NEXT_RELEASE = [
  // It takes `org/*`, too, which a comparison of patterns cannot see.
  'POST /recall request.namespace has another pattern',
  ...['task', 'text', 'coordinate', 'payload', 'source', 'explain'].map(
    (name) => `POST /recall 200.results[].${name} is gone`,
  ),
  ...BELONGINGS.map((name) => `POST /recall 200.results[].${name} is no longer always there`),
  ...['memory', 'wm', 'tenant'].map((name) => `POST /recall 200.${name} is gone`),
  'POST /recall 200.degraded is no longer always there',
  ...[
    'GET /memories/{id} 200',
    'PATCH /memories/{id} 200',
    'POST /memories/{id}/restore 200',
    'GET /memories 200.items[]',
    'GET /memories/{id}/history 200.items[]',
  ].flatMap((memory) => [
    ...['task', 'text', 'coordinate', 'tenant'].map((name) => `${memory}.${name} is gone`),
    ...[...BELONGINGS, 'position', 'expires_at'].map((name) => `${memory}.${name} is no longer always there`),
  ]),
  'GET /memories/{id}/history 200.items[].replaced_at is no longer always there',
];

/** Values that have one documented form now; the others are read as before. */
const OF_ONE_FORM = [
  ...['/remember request', '/remember/batch request.memories[]', '/remember/batch request.items[]'].flatMap(
    (place) => [
      `POST ${place}.occurred_at is now string, was number`,
      `POST ${place}.timestamp is now string, was number`,
      `POST ${place}.links[].target is now object, was string`,
    ],
  ),
  'POST /recall request.as_of is now string, was number',
  'PATCH /memories/{id} request.occurred_at is now string, was number',
  'GET /memories parameter total is now boolean, was string',
  ...['/recall', '/forget'].map((path) => `POST ${path} request.filters is now object, was null`),
  ...['/delete', '/recall/delete'].flatMap((path) =>
    ['coordinate', 'coord'].map((name) => `POST ${path} request.${name} is now string, was array`),
  ),
  ...['/link', '/graph/links'].flatMap((path) =>
    ['from_coord', 'to_coord'].map((name) => `POST ${path} request.${name} is now string, was array`),
  ),
];

/** What headers and cursors look like was always checked, and is in the document now. */
const TOLD_NOW =
  /(?:parameter (?:X-[\w-]+|Idempotency-Key|If-Match|traceparent|cursor|namespace)|request\.cursor) (?:has another pattern|is now (?:integer|number), was string|no longer takes any value)$/;

describe('openapi.json', () => {
  it('breaks clients of docs/openapi/v1-baseline.json only as CHANGELOG.md says', () => {
    const found = breakingChanges(baseline, read('docs/openapi/openapi.json'));
    expect(found.filter((change) => !TOLD_NOW.test(change)).sort()).toEqual(
      [...OF_THE_NEXT_RELEASE, ...OF_ONE_FORM].sort(),
    );
  });
});

describe('a change breaks clients when', () => {
  it.each<[string, string[], unknown, string]>([
    ['a route goes', ['paths', '/recall'], undefined, 'POST /recall is gone'],
    ['a method goes', ['paths', '/memories/{id}', 'delete'], undefined, 'DELETE /memories/{id} is gone'],
    [
      'an operation is renamed',
      [...recall, 'operationId'],
      'ask',
      'POST /recall is now called ask, was recall',
    ],
    ['an answer goes', [...recall, 'responses', '200'], undefined, 'POST /recall no longer documents 200'],
    [
      'a parameter is required',
      ['paths', '/export', 'get', 'parameters'],
      [{ name: 'why', in: 'query', required: true, schema: { type: 'string' } }],
      'GET /export parameter why is now required',
    ],
    [
      'a parameter goes',
      ['paths', '/export', 'get', 'parameters'],
      [],
      'GET /export parameter namespace is gone',
    ],
    [
      'a field of a request goes that refuses unknown ones',
      schema('ForgetRequest', 'properties', 'ids'),
      undefined,
      'POST /forget request.ids is gone',
    ],
    [
      'a field of a request is required',
      schema('RecallRequest', 'required'),
      ['query', 'k'],
      'POST /recall request.k is now required',
    ],
    [
      'a field of a request takes another type',
      schema('RecallRequest', 'properties', 'query'),
      { type: 'integer' },
      'POST /recall request.query is now integer, was string',
    ],
    [
      'a text of a request must be shorter',
      schema('RecallRequest', 'properties', 'query', 'maxLength'),
      10,
      'POST /recall request.query has a lower maxLength',
    ],
    [
      'a value of a request is no longer taken',
      schema('VerifyRequest', 'properties', 'stream'),
      { anyOf: [{ type: 'string', enum: ['operations'] }, { type: 'null' }] },
      'POST /audit/verify request.stream no longer takes access, events',
    ],
    [
      'a member of an answer goes',
      schema('RecallResult', 'properties', 'score'),
      undefined,
      'POST /recall 200.results[].score is gone',
    ],
    [
      'a member of an answer may be missing',
      schema('Memory', 'required'),
      [],
      'GET /memories/{id} 200.content is no longer always there',
    ],
    [
      'a member of an answer may be null',
      schema('Memory', 'properties', 'content'),
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      'GET /memories/{id} 200.content is now null, was string',
    ],
  ])('%s', (_, path, value, expected) => {
    expect(breakingChanges(baseline, changed(path, value))).toContain(expected);
  });

  it.each<[string, string[], unknown]>([
    ['a route comes', ['paths', '/new'], { get: { operationId: 'new', responses: {} } }],
    ['a field of a request comes', schema('RecallRequest', 'properties', 'mood'), { type: 'string' }],
    ['a field of a request may be longer', schema('RecallRequest', 'properties', 'query', 'maxLength'), 1e6],
    ['a member of an answer comes', schema('RecallResult', 'properties', 'mood'), { type: 'string' }],
    [
      'a value of an answer comes',
      schema('RememberAnswer', 'properties', 'status', 'enum'),
      ['created', 'deduplicated', 'updated', 'queued'],
    ],
    ['a description says more', [...recall, 'description'], 'Finds it.'],
  ])('but not when %s', (_, path, value) => {
    expect(breakingChanges(baseline, changed(path, value))).toEqual([]);
  });
});
