import { optionalVariable, variable } from './variable';
import { wholeNumber } from './variable-kinds';

/** The indexes of memories. */
export const indexVariables = {
  SOMABRAIN_INDEX_MEMORY_MB: optionalVariable(wholeNumber(16, 1_048_576), 'a quarter of the memory limit', {
    group: 'Index and writes',
    description:
      'MiB the in-memory search indexes may take; the memory limit is that of the container (cgroup) or else the machine.',
  }),
  SOMABRAIN_RANKING_THREADS: variable(wholeNumber(0, 64), '1', {
    group: 'Index and writes',
    description:
      'Threads that load indexes, rank and analyse batches, each with an equal share of the index memory and a share of the tenants; 0: the thread that answers requests does.',
  }),
  SOMABRAIN_INDEX_SNAPSHOTS_FROM: variable(wholeNumber(0, 1_000_000_000), '4000', {
    group: 'Index and writes',
    description:
      'Memories of a namespace from which its index is stored in Postgres in idle times, so that a start loads it in a fraction of the time; 0: never.',
  }),
};
