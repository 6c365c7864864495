/** Values of the examples in the OpenAPI document of the memory service. */
export const MEMORY_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071';
export const OTHER_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072';
export const EXAMPLE_TIME_MS = 1_772_355_600_000;

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
  id: MEMORY_ID,
  version: 1,
  ...FIELDS,
  createdAt: EXAMPLE_TIME_MS,
  updatedAt: EXAMPLE_TIME_MS,
  expiresAt: null,
  closed: null,
};

/** The same after a change. */
export const CHANGED = {
  memory: { ...STORED_MEMORY, version: 2, tags: ['geo', 'capital'] },
  replayed: false,
};
