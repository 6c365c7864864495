import { DEADLINE_HEADER, Endpoint, IDEMPOTENCY_HEADERS, TENANT_HEADERS } from '@somabrain/http';
import { BODY_PROBLEMS, ID_PARAMETER, UNIVERSE, WRITE_PROBLEMS } from '../memory/memory-endpoints';
import { LinkAnswer, LinksAnswer } from './link-answers';

const LINK_EXAMPLES = {
  keys: {
    summary: 'Between two keys',
    value: { from_key: 'kb.paris', to_key: 'kb.france', type: 'part_of', weight: 1 },
  },
};
export const EDGE_EXAMPLE = {
  from: 'kb.paris',
  to: 'kb.france',
  type: 'part_of',
  weight: 1,
  from_id: ID_PARAMETER.example,
  to_id: null,
  from_namespace: 'default',
  to_namespace: 'default',
};
const LINKS_EXAMPLES = {
  from: { summary: 'All links of a memory', value: { from_key: 'kb.paris' } },
  type: { summary: 'Parts of a memory', value: { to_key: 'kb.france', type: 'part_of' } },
};

export const LinkEndpoint = () =>
  Endpoint({
    operationId: 'link',
    tag: 'Links',
    summary: 'Link two memories',
    description:
      'Creates a typed, weighted link; an existing one gets the new weight. Its source must exist; its target may be a key that no ' +
      'memory has yet. A link is removed when either memory is deleted or forgotten.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    bodyExamples: LINK_EXAMPLES,
    answers: [
      {
        status: 200,
        description: 'The link exists now.',
        schema: LinkAnswer,
        example: { ok: true, from_id: ID_PARAMETER.example, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
        headers: ['Idempotency-Replayed'],
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'MEMORY_NOT_FOUND',
      'IDEMPOTENCY_KEY_REUSED',
      ...WRITE_PROBLEMS,
      'DEADLINE_EXCEEDED',
    ],
  });

export const LinksEndpoint = () =>
  Endpoint({
    operationId: 'graphLinks',
    tag: 'Links',
    summary: 'Read links',
    description:
      'The links that meet every given condition, page by page: from a memory, to a memory, of a type.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: LINKS_EXAMPLES,
    answers: [
      {
        status: 200,
        description: 'A page.',
        schema: LinksAnswer,
        example: {
          edges: [EDGE_EXAMPLE],
          namespace: 'default',
          universe: 'real',
          next_cursor: null,
        },
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'MEMORY_NOT_FOUND',
      'CURSOR_INVALID',
      'DATABASE_UNAVAILABLE',
      'MEMORY_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
    ],
  });
