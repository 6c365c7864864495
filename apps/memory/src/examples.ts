const ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071';
const OTHER_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072';
const AT = 1_772_355_600_000;

const FIELDS = {
  namespace: 'default',
  key: 'kb.paris',
  content: 'Paris is the capital of France',
  metadata: { source: 'atlas' },
  userId: null,
  agentId: null,
  sessionId: null,
  position: null,
  speaker: null,
  tags: ['geo'],
  memoryType: 'semantic',
  importance: 1,
  occurredAt: null,
};

/** A memory to store, as the API sends it: every field is there. */
export const NEW_MEMORY = { ...FIELDS, ttlSeconds: null };

export const STORED_MEMORY = {
  id: ID,
  version: 1,
  ...FIELDS,
  createdAt: AT,
  updatedAt: AT,
  expiresAt: null,
  closed: null,
};

export const REMEMBERED = {
  status: 'created',
  id: ID,
  version: 1,
  key: 'kb.paris',
  namespace: 'default',
  createdAt: AT,
  replayed: false,
};

export const QUESTION = {
  namespace: 'default',
  query: 'capital of France',
  limit: 5,
  filter: { tags: ['geo'] },
  minScore: null,
  explain: false,
  asOf: null,
  maxTokens: null,
};

export const RECALLED = {
  results: [{ memory: STORED_MEMORY, score: 12.4, explanation: null }],
  totalCandidates: 1,
  inMind: [],
  degraded: [],
};

export const LIST = { limit: 50, cursor: null, namespace: 'default', key: null, filter: {}, total: true };
export const PAGE = { items: [STORED_MEMORY], nextCursor: null, total: 1 };
export const CHANGE = { patch: { tags: ['geo', 'capital'] }, ifVersions: [1] };
export const CHANGED = {
  memory: { ...STORED_MEMORY, version: 2, tags: ['geo', 'capital'] },
  replayed: false,
};
export const HISTORY = {
  items: [{ memory: STORED_MEMORY, recordedAt: AT, replacedAt: null }],
  nextCursor: null,
};
export const FORGET = { namespace: 'default', key: null, ids: [ID], filter: {}, dryRun: false };
export const FORGOTTEN = {
  dryRun: false,
  matched: 1,
  derived: 0,
  stores: { memories: 1, memory_versions: 1, memory_vectors: 0, memory_links: 0, memory_feedback: 0 },
  digest: 'c3f2a1b0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2',
  auditId: OTHER_ID,
  replayed: false,
};
export const LINK = {
  source: { id: ID },
  target: { namespace: 'default', key: 'kb.france' },
  type: 'part_of',
  weight: 1,
};
export const RATING = { query: 'capital of France', memories: [{ id: ID, useful: true }] };
export const LINKS = {
  limit: 50,
  cursor: null,
  source: { id: ID },
  target: null,
  namespace: null,
  type: null,
};
export const FOLLOW = { ids: [ID], direction: 'both', types: null, each: 50 };
export const LINKS_PAGE = {
  items: [
    {
      sourceId: ID,
      sourceNamespace: 'default',
      sourceKey: 'kb.paris',
      targetId: OTHER_ID,
      targetNamespace: 'default',
      targetKey: 'kb.france',
      type: 'part_of',
      weight: 1,
    },
  ],
  nextCursor: null,
};
export const FILE = `{"type":"header","format":"somabrain-export","version":1,"export_id":"${ID}","tenant":"public","namespace":null,"exported_at":"2026-03-01T09:00:00.000Z","memories":0}\n`;
export const IMPORTED = {
  imported: 1,
  updated: 0,
  unchanged: 0,
  failed: 0,
  versions: 0,
  links: 0,
  lines: 3,
  resumedFromLine: 1,
  resume: ID,
  errors: [],
};
export const CONSOLIDATION = {
  run: OTHER_ID,
  steps: [
    {
      kind: 'close',
      id: ID,
      version: 1,
      closure: { reason: 'near_duplicate', supersededBy: OTHER_ID, validUntil: 1772355600000 },
    },
  ],
};
export const LINKED = { sourceId: ID, replayed: false };
export const MEMORY_ID = ID;
