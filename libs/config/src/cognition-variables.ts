import { variable } from './variable';
import { decimal, onOrOff, wholeNumber } from './variable-kinds';

/** What sessions have in mind, and what adds to the score of a memory. */
export const cognitionVariables = {
  SOMABRAIN_WORKING_MEMORY_SIZE: variable(wholeNumber(1, 256), '64', {
    group: 'Cognition',
    description: 'Memories that a session has in mind at once; beyond it the least salient goes.',
    aliases: ['SOMABRAIN_WM_SIZE'],
  }),
  SOMABRAIN_WORKING_MEMORY_TTL_SECONDS: variable(wholeNumber(1, 2_592_000), '3600', {
    group: 'Cognition',
    description: 'Seconds that a session has a memory in mind.',
  }),
  SOMABRAIN_RANKING_IMPORTANCE_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'How much the importance of a memory adds to its score, at most.',
  }),
  SOMABRAIN_RANKING_RECENCY_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'How much it adds to the score of a memory that it is of now.',
  }),
  SOMABRAIN_RANKING_RECENCY_HALF_LIFE_DAYS: variable(decimal(0.01, 36_500), '30', {
    group: 'Cognition',
    description: 'Days after which recency adds half as much.',
  }),
  SOMABRAIN_RANKING_SESSION_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'How much it adds to the score of a memory that the session of the question has it in mind.',
  }),
  SOMABRAIN_RANKING_LINK_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'How much of the score of a hit memories gain by links to it; 0: recall reads no links.',
  }),
  SOMABRAIN_CO_RECALL_LINKS: variable(onOrOff, '0', {
    group: 'Cognition',
    description: 'Whether memories that are recalled together again and again are linked.',
  }),
  SOMABRAIN_RANKING_FEEDBACK_WEIGHT: variable(decimal(0, 5), '2', {
    group: 'Cognition',
    description: 'How much it adds to the score of a memory that it was useful for the same question.',
  }),
  SOMABRAIN_SLEEP_INTERVAL_SECONDS: variable(wholeNumber(0, 31_536_000), '0', {
    group: 'Cognition',
    description:
      'Seconds after which the memories of a tenant in which something has happened are consolidated again; 0: only when it is asked for.',
  }),
};
