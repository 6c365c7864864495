import { MEMORY_EXAMPLE } from './examples';

export const PATCH_EXAMPLES = {
  text: {
    summary: 'Another text, one member of the metadata set and one removed',
    value: { content: 'Lisbon is the capital of Portugal', metadata: { source: 'atlas', draft: null } },
  },
  move: { summary: 'Into another namespace', value: { namespace: 'archive' } },
};

export const RESTORE_EXAMPLES = {
  last: { summary: 'Undo the last change', value: {} },
  version: { summary: 'Back to a version', value: { version: 1 } },
};

export const FORGET_EXAMPLES = {
  dryRun: {
    summary: 'Count what forgetting a user would delete',
    value: { filters: { user_id: 'u1' }, dry_run: true },
  },
  namespace: { summary: 'A whole namespace', value: { namespace: 'archive' } },
};

export const ADDRESS_EXAMPLES = {
  coordinate: { summary: 'By coordinate', value: { coordinate: '0.125000,-0.500000,0.750000' } },
  task: { summary: 'By key', value: { task: 'kb.paris' } },
};

export const PAGE_EXAMPLE = { items: [MEMORY_EXAMPLE], next_cursor: null };

export const HISTORY_EXAMPLE = {
  items: [{ ...MEMORY_EXAMPLE, recorded_at: MEMORY_EXAMPLE.updated_at }],
  next_cursor: null,
};

export const FORGET_ANSWER_EXAMPLE = {
  ok: true,
  success: true,
  dry_run: false,
  matched: 12,
  derived: 1,
  forgotten: 13,
  stores: { memories: 13, memory_versions: 4, memory_vectors: 13, memory_links: 2, memory_feedback: 5 },
  digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  audit_id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072',
  expires_later: ['Copies in backups and in the write-ahead log of Postgres, when their retention ends.'],
  tenant: 'public',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
};
