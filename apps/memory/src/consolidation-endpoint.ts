import { wire } from '@somabrain/memory';
import { call } from './call';
import * as examples from './examples';

export const Consolidate = () =>
  call({
    operationId: 'consolidate',
    tag: 'Consolidation',
    summary: 'Make changes of a run',
    description:
      'Closes and opens memories, stores and removes summaries, weighs links. What has changed meanwhile is left alone.',
    body: examples.CONSOLIDATION,
    answer: { schema: wire.ConsolidatedAnswer, example: { done: [true] } },
    problems: [],
  });
