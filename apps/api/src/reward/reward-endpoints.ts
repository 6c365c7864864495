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
  summary: 'Give a reward for an outcome',
  description:
    'The learner of the cognitive loop averages the rewards of a tenant; the better they are, the less the tenant explores (`tau` of its ' +
    'adaptation). It needs ENABLE_COG_THREADS=1.',
  headers: [...TENANT_HEADERS, DEADLINE_HEADER],
  pathParameters: [
    { name: 'frame_id', description: 'Id of the frame that the reward is for.', example: 'frame-1' },
  ],
  bodyExamples: {
    good: {
      summary: 'The task succeeded and the user is content',
      value: { r_task: 0.9, r_user: 0.5, r_cost: 0.1 },
    },
  },
  answers: [
    {
      status: 200,
      description: 'The reward was passed to the learner.',
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
    summary: 'Check that rewards are accepted',
    description: 'Rewards are accepted if a cognitive loop runs; see docs/cognition.md.',
    headers: TENANT_HEADERS,
    infallible: true,
    answers: [
      {
        status: 200,
        description: 'Rewards are accepted.',
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
    summary: 'Check that the learner runs',
    description: 'If it runs in a process of its own, that process is asked.',
    headers: TENANT_HEADERS,
    infallible: true,
    answers: [
      {
        status: 200,
        description: 'It runs, as far as is known.',
        schema: LoopHealthAnswer,
        example: { ok: true, service: 'learner_online', where: 'apart' },
      },
    ],
    problems: [...TENANT_PROBLEMS, 'COGNITION_UNAVAILABLE', 'ROUTE_NOT_FOUND'],
  });
