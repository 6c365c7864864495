import {
  DEADLINE_HEADER,
  Endpoint,
  type EndpointDescription,
  TENANT_HEADERS,
  TENANT_PROBLEMS,
} from '@somabrain/http';
import { BODY_PROBLEMS } from '../memory/memory-endpoints';
import { LoopHealthAnswer, RewardAnswer } from './reward-answers';

const REWARD: Omit<EndpointDescription, 'operationId'> = {
  tag: 'Learning',
  infallible: true,
  summary: 'Say what an outcome was worth',
  description:
    'The learner of the cognitive loop averages the rewards of a tenant; the better they are, the less the tenant explores (`tau` of its ' +
    'adaptation). It needs ENABLE_COG_THREADS=1.',
  headers: [...TENANT_HEADERS, DEADLINE_HEADER],
  pathParameters: [{ name: 'frame_id', description: 'What it was the outcome of.', example: 'frame-1' }],
  bodyExamples: {
    good: {
      summary: 'The task was done, the user content',
      value: { r_task: 0.9, r_user: 0.5, r_cost: 0.1 },
    },
  },
  answers: [
    {
      status: 200,
      description: 'The learner will hear of it.',
      schema: RewardAnswer,
      example: { status: 'ok', trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
    },
  ],
  problems: [...BODY_PROBLEMS, 'COGNITION_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
};

export const RewardEndpoint = () => Endpoint({ ...REWARD, operationId: 'reward' });

export const OlderRewardEndpoint = () =>
  Endpoint({
    ...REWARD,
    operationId: 'rewardOlder',
    summary: 'Older spelling of `/reward/{frame_id}`',
    deprecated: true,
  });

export const RewardHealthEndpoint = () =>
  Endpoint({
    operationId: 'rewardHealth',
    tag: 'Operations',
    summary: 'Whether rewards are taken',
    description: 'They are where there is a cognitive loop; see docs/cognition.md.',
    headers: TENANT_HEADERS,
    infallible: true,
    answers: [
      {
        status: 200,
        description: 'They are.',
        schema: LoopHealthAnswer,
        example: { ok: true, service: 'reward_producer', where: 'in_process' },
      },
    ],
    problems: [...TENANT_PROBLEMS, 'COGNITION_UNAVAILABLE', 'ROUTE_NOT_FOUND'],
  });

export const LearnerHealthEndpoint = () =>
  Endpoint({
    operationId: 'learnerHealth',
    tag: 'Operations',
    summary: 'Whether the learner is at work',
    description: 'Where it runs in a process of its own, that one is asked.',
    headers: TENANT_HEADERS,
    infallible: true,
    answers: [
      {
        status: 200,
        description: 'It is, as far as is known.',
        schema: LoopHealthAnswer,
        example: { ok: true, service: 'learner_online', where: 'apart' },
      },
    ],
    problems: [...TENANT_PROBLEMS, 'COGNITION_UNAVAILABLE', 'ROUTE_NOT_FOUND'],
  });
