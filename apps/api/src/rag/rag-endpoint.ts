import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS } from '@somabrain/http';
import { BODY_PROBLEMS, ID_PARAMETER, UNIVERSE, WRITE_PROBLEMS } from '../memory/memory-endpoints';
import { RagAnswer } from './rag-answer';

export const RagEndpoint = () =>
  Endpoint({
    operationId: 'retrieve',
    tag: 'Context',
    summary: 'Retrieve memories by several retrievers',
    description:
      'Fuses the results of several retrievers by their ranks and by how far scores stand out. A memory named by id, key or ' +
      'coordinate comes first; 404 if it does not exist.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: {
      question: { summary: 'A question', value: { query: 'capital of France', top_k: 5, rerank: 'mmr' } },
      exact: {
        summary: 'A memory by its key, and matches of the question',
        value: { query: 'capital of France', key: 'kb.paris', retrievers: ['vector', 'graph', 'lexical'] },
      },
    },
    answers: [
      {
        status: 200,
        description: 'The results.',
        schema: RagAnswer,
        example: {
          candidates: [
            {
              id: ID_PARAMETER.example,
              content: 'Paris is the capital of France',
              score: 0.52,
              relevance: 0.91,
              key: 'kb.paris',
              memory_type: 'semantic',
              importance: 1,
              created_at: '2026-03-01T09:00:00.123Z',
              version: 1,
              retriever: 'vector',
            },
          ],
          answerable: 0.91,
          namespace: 'default',
          trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
          metrics: {
            retrievers: ['vector', 'wm', 'graph'],
            fusion: 'wrrf',
            expansions: 0,
            reranker_used: 'mmr',
            exact_mode: false,
            exact_count: 0,
          },
        },
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'MEMORY_NOT_FOUND',
      'QUOTA_EXCEEDED',
      ...WRITE_PROBLEMS,
      'NAMESPACE_TOO_LARGE',
      'DEADLINE_EXCEEDED',
    ],
  });
