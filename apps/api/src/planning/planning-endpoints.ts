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
      'Follows the links of the memory with this key, up to five deep, and gives what they lead to in the order of its cost: what it depends on before ' +
      'what it causes, what is near before what is far, heavy links before light ones.',
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
    summary: 'Look at a task with what is remembered',
    description:
      'How new the task is, how little memory leads to expect of it, and so whether it is worth storing and acting on. What is worth storing is ' +
      'remembered. With what the best memory leads to as a plan. Neuromodulators tune it.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: { task: { summary: 'A task', value: { task: 'Order lanterns for the garden', top_k: 3 } } },
    answers: [
      {
        status: 200,
        description: 'What memory makes of it.',
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
