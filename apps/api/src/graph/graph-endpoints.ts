import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS } from '@somabrain/http';
import { EDGE_EXAMPLE } from '../links/link-endpoints';
import { BODY_PROBLEMS, ID_PARAMETER, UNIVERSE } from '../memory/memory-endpoints';
import { NeighboursAnswer, PathAnswer } from './graph-answers';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const OTHER_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072';
const FRANCE = { id: OTHER_ID, key: 'kb.france', namespace: 'default' };
const EDGE = { ...EDGE_EXAMPLE, to_id: OTHER_ID };
/** Every problem of routes that read links of a memory. */
export const GRAPH_PROBLEMS = [
  ...BODY_PROBLEMS,
  'MEMORY_NOT_FOUND',
  'DATABASE_UNAVAILABLE',
  'MEMORY_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
] as const;

export const NeighboursEndpoint = () =>
  Endpoint({
    operationId: 'graphNeighbors',
    tag: 'Links',
    summary: 'List the neighbours of a memory',
    description:
      'Returns the memories that links lead to and from, up to three hops away: each once, the nearest first. Cycles are allowed.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: {
      near: { summary: 'What it is linked with', value: { from_key: 'kb.paris' } },
      far: {
        summary: 'What it is part of, directly or indirectly',
        value: { from_key: 'kb.paris', types: ['part_of'], direction: 'out', hops: 3 },
      },
    },
    answers: [
      {
        status: 200,
        description: 'The neighbours.',
        schema: NeighboursAnswer,
        example: {
          neighbors: [{ ...FRANCE, hops: 1, cost: 1, via: EDGE }],
          truncated: false,
          namespace: 'default',
          trace_id: TRACE_ID,
        },
      },
    ],
    problems: GRAPH_PROBLEMS,
  });

export const PathEndpoint = () =>
  Endpoint({
    operationId: 'graphPath',
    tag: 'Links',
    summary: 'Find the path between two memories',
    description:
      'Returns the shortest path, of at most six links. Of several, it is the one with the greatest weight. `found` is false if no path exists.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: {
      keys: { summary: 'Between two keys', value: { from_key: 'kb.paris', to_key: 'kb.france' } },
    },
    answers: [
      {
        status: 200,
        description: 'The path, if one exists.',
        schema: PathAnswer,
        example: {
          found: true,
          hops: 1,
          cost: 1,
          nodes: [{ id: ID_PARAMETER.example, key: 'kb.paris', namespace: 'default' }, FRANCE],
          edges: [EDGE],
          truncated: false,
          namespace: 'default',
          trace_id: TRACE_ID,
        },
      },
    ],
    problems: GRAPH_PROBLEMS,
  });
