import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS, TENANT_PROBLEMS } from '@somabrain/http';
import { BODY_PROBLEMS } from '../memory/memory-endpoints';
import { NeuromodulatorsAnswer, PersonalityAnswer } from './neuromodulators-answers';

const RESTING = { dopamine: 0.4, serotonin: 0.5, noradrenaline: 0, acetylcholine: 0 };
const headers = [...TENANT_HEADERS, DEADLINE_HEADER];
const PROBLEMS = ['DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED'] as const;

export const NeuromodulatorsEndpoint = () =>
  Endpoint({
    operationId: 'neuromodulators',
    tag: 'Learning',
    summary: 'Read the neuromodulators of a tenant',
    description: 'The levels of the tenant’s neuromodulators; at rest each has the effect of the defaults.',
    headers,
    answers: [{ status: 200, description: 'The levels.', schema: NeuromodulatorsAnswer, example: RESTING }],
    problems: [...TENANT_PROBLEMS, 'VALIDATION_FAILED', ...PROBLEMS],
  });

export const SetNeuromodulatorsEndpoint = () =>
  Endpoint({
    operationId: 'setNeuromodulators',
    tag: 'Learning',
    summary: 'Set the neuromodulators of a tenant',
    description:
      'Dopamine sets the learning rate of feedback, serotonin the half-life of recency. Acetylcholine and noradrenaline set what ' +
      'enters working memory and what is acted on. Values are clamped; the answer has the values in effect.',
    headers,
    bodyExamples: { faster: { summary: 'Learn faster', value: { dopamine: 0.7 } } },
    answers: [
      {
        status: 200,
        description: 'The levels now in effect.',
        schema: NeuromodulatorsAnswer,
        example: { ...RESTING, dopamine: 0.7 },
      },
    ],
    problems: [...BODY_PROBLEMS, ...PROBLEMS],
  });

export const PersonalityEndpoint = () =>
  Endpoint({
    operationId: 'setPersonality',
    tag: 'Learning',
    summary: 'Set the personality of a tenant',
    description:
      'Traits set neuromodulators: curiosity acetylcholine, risk_tolerance noradrenaline, reward_seeking dopamine, calm serotonin.',
    headers,
    bodyExamples: { curious: { summary: 'Curious', value: { traits: { curiosity: 0.4 } } } },
    answers: [
      {
        status: 200,
        description: 'The traits, and the levels that follow from them.',
        schema: PersonalityAnswer,
        example: { traits: { curiosity: 0.4 }, neuromodulators: { ...RESTING, acetylcholine: 0.052 } },
      },
    ],
    problems: [...BODY_PROBLEMS, ...PROBLEMS],
  });
