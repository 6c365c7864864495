/** The memory of the deployment guide's functional test. */
export const REMEMBER_EXAMPLE = {
  content: 'Test memory for production deployment',
  metadata: { test: true, deployment: 'production' },
};

/** The question of the deployment guide's functional test. */
export const RECALL_EXAMPLE = { query: 'test memory', k: 5 };

const ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

export const REMEMBER_EXAMPLES = {
  guide: { summary: 'A text with metadata', value: REMEMBER_EXAMPLE },
  conversation: {
    summary: 'A turn of a conversation, under a key of its own',
    value: {
      content: 'Paris is the capital of France',
      metadata: { source: 'atlas' },
      user_id: 'u1',
      session_id: 's1',
      position: 12,
      speaker: 'Ana',
      key: 'kb.paris',
      tags: ['geo'],
      memory_type: 'semantic',
      importance: 0.8,
      occurred_at: '2026-03-01T09:00:00Z',
      ttl_seconds: 86_400,
    },
  },
  original: {
    summary: 'The older form',
    value: {
      coord: '0.1,0.2,0.3',
      payload: { task: 'Write the report', importance: 1, memory_type: 'episodic' },
    },
  },
};

export const RECALL_EXAMPLES = {
  guide: { summary: 'The five best memories', value: RECALL_EXAMPLE },
  session: {
    summary: 'In a session, with its working memory',
    value: { query: 'capital of France', k: 5, session_id: 's1' },
  },
  filtered: {
    summary: 'Only some memories, with an explanation of their scores',
    value: {
      query: 'capital of France',
      k: 5,
      filters: { user_id: 'u1', tags: ['geo'], metadata: { source: 'atlas' }, memory_type: ['semantic'] },
      explain: true,
    },
  },
};

export const BATCH_EXAMPLES = {
  two: {
    summary: 'Two memories',
    value: {
      memories: [{ content: 'The kitchen is painted green' }, { content: 'The garden has two apple trees' }],
      atomic: false,
    },
  },
};

export const REMEMBER_ANSWER_EXAMPLE = {
  ok: true,
  success: true,
  id: ID,
  memory_id: ID,
  key: null,
  coordinate: '-0.512345,0.204518,0.918273',
  version: 1,
  status: 'created',
  namespace: 'default',
  tenant: 'public',
  created_at: '2026-03-01T09:00:00.123Z',
  trace_id: TRACE_ID,
  queued: false,
  breaker_open: false,
};

export const QUEUED_ANSWER_EXAMPLE = {
  ...REMEMBER_ANSWER_EXAMPLE,
  version: null,
  status: 'queued',
  queued: true,
  breaker_open: true,
};

export const BATCH_ANSWER_EXAMPLE = {
  ok: true,
  success: true,
  stored: 2,
  updated: 0,
  deduplicated: 0,
  failed: 0,
  results: [
    { index: 0, id: ID, status: 'created' },
    { index: 1, id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072', status: 'created' },
  ],
  errors: [],
  trace_id: TRACE_ID,
};

export const QUEUED_BATCH_ANSWER_EXAMPLE = {
  ...BATCH_ANSWER_EXAMPLE,
  stored: 0,
  queued: 2,
  results: BATCH_ANSWER_EXAMPLE.results.map((result) => ({ ...result, status: 'queued' })),
};

const CONTENT = {
  id: ID,
  content: 'Test memory for production deployment',
};
const MEMBERS = {
  metadata: { test: true, deployment: 'production' },
  memory_type: 'episodic',
  importance: 1,
  created_at: '2026-03-01T09:00:00.123Z',
  version: 1,
};

export const MEMORY_EXAMPLE = {
  ...CONTENT,
  namespace: 'default',
  ...MEMBERS,
  updated_at: '2026-03-01T09:00:00.123Z',
};

export const RECALL_ANSWER_EXAMPLE = {
  results: [{ ...CONTENT, score: 0.84, relevance: 0.91, ...MEMBERS }],
  answerable: 0.91,
  total_candidates: 1,
  namespace: 'default',
  took_ms: 1.8,
  trace_id: TRACE_ID,
};
