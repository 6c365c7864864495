import { variable } from './variable';
import { decimal, onOrOff, wholeNumber } from './variable-kinds';

/** Working memory of sessions, and what adds to the score of a memory. */
export const cognitionVariables = {
  SOMABRAIN_WORKING_MEMORY_SIZE: variable(wholeNumber(1, 256), '64', {
    group: 'Cognition',
    description: 'Working-memory entries per session. When full, the least salient entry is evicted.',
    aliases: ['SOMABRAIN_WM_SIZE'],
  }),
  SOMABRAIN_WORKING_MEMORY_TTL_SECONDS: variable(wholeNumber(1, 2_592_000), '3600', {
    group: 'Cognition',
    description: 'Lifetime (TTL) of a working-memory entry, in seconds.',
  }),
  SOMABRAIN_RANKING_IMPORTANCE_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'Largest share that importance adds to a score.',
  }),
  SOMABRAIN_RANKING_RECENCY_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'Largest share that recency adds to a score: that of a memory of now.',
  }),
  SOMABRAIN_RANKING_RECENCY_HALF_LIFE_DAYS: variable(decimal(0.01, 36_500), '30', {
    group: 'Cognition',
    description: 'Days after which recency adds half as much.',
  }),
  SOMABRAIN_RANKING_SESSION_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'Score bonus of a memory that is in the working memory of the session.',
  }),
  SOMABRAIN_RANKING_LINK_WEIGHT: variable(decimal(0, 1), '0', {
    group: 'Cognition',
    description: 'Share of the score of a hit that linked memories gain; 0: recall reads no links.',
  }),
  SOMABRAIN_CO_RECALL_LINKS: variable(onOrOff, '0', {
    group: 'Cognition',
    description: 'Whether memories that are repeatedly recalled together are linked.',
  }),
  SOMABRAIN_RANKING_FEEDBACK_WEIGHT: variable(decimal(0, 5), '2', {
    group: 'Cognition',
    description: 'Share that a useful rating for the same question adds to a score.',
  }),
  SOMABRAIN_SLEEP_INTERVAL_SECONDS: variable(wholeNumber(0, 31_536_000), '0', {
    group: 'Cognition',
    description: 'Seconds between two consolidation runs of a tenant with new activity; 0: only on request.',
  }),
};
