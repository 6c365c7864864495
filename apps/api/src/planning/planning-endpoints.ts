import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS } from '@somabrain/http';
import { GRAPH_PROBLEMS } from '../graph/graph-endpoints';
import { BODY_PROBLEMS, UNIVERSE, WRITE_PROBLEMS } from '../memory/memory-endpoints';
import { ActAnswer, PlanAnswer } from './planning-answers';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const STEP_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072';

export const PlanEndpoint = () =>
  Endpoint({
    operationId: 'suggestPlan',
    tag: 'Planning',
    summary: 'Suggest the steps of a task',
    description:
      'Follows the links of the memory with this key, up to five levels deep, and returns the memories by cost: dependencies before ' +
      'effects, near ones before far ones, heavy links before light ones.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: { task: { summary: 'A task', value: { task_key: 'release', max_steps: 5 } } },
    answers: [
      {
        status: 200,
        description: 'The steps.',
        schema: PlanAnswer,
        example: {
          plan: ['run the tests'],
          steps: [
            {
              key: 'run the tests',
              id: STEP_ID,
              namespace: 'default',
              type: 'depends_on',
              depth: 1,
              cost: 2,
            },
          ],
          namespace: 'default',
          trace_id: TRACE_ID,
        },
      },
    ],
    problems: GRAPH_PROBLEMS,
  });

export const ActEndpoint = () =>
  Endpoint({
    operationId: 'act',
    tag: 'Planning',
    summary: 'Evaluate a task before it is done',
    description:
      'Computes the novelty of the task, its prediction error, and from both its salience, which neuromodulators tune. A salient ' +
      'task is remembered. The answer recommends whether to act, with a plan from the best matching memory.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: { task: { summary: 'A task', value: { task: 'Order lanterns for the garden', top_k: 3 } } },
    answers: [
      {
        status: 200,
        description: 'The evaluation.',
        schema: ActAnswer,
        example: {
          task: 'Order lanterns for the garden',
          results: [
            {
              step: 'Order lanterns for the garden',
              novelty: 0.9,
              pred_error: 0.8,
              salience: 0.86,
              stored: true,
              wm_hits: 0,
              memory_hits: 3,
              policy: { store: true, act: true, store_from: 0.5, act_from: 0.7 },
            },
          ],
          plan: [],
          plan_universe: null,
          namespace: 'default',
          trace_id: TRACE_ID,
          degraded: [],
        },
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'QUOTA_EXCEEDED',
      ...WRITE_PROBLEMS,
      'NAMESPACE_TOO_LARGE',
      'DEADLINE_EXCEEDED',
    ],
  });
