import { z } from 'zod';

/** The field of a question that says how relevant an answer must be. */
export const minRelevance = z.number().min(0).max(1).nullish().meta({
  description:
    'Leaves out results of less `relevance`, 0 to 1. 0: none. Absent: all, if nothing fits at all.',
});

/** What an answer says of one memory. */
export const relevance = z
  .number()
  .meta({ description: 'How likely it answers the question, 0 to 1. Compares between questions.' });

/** What an answer says of all of them. */
export const answerable = z.number().meta({
  description:
    'How likely the answer is among them, 0 to 1: the relevance of the most relevant. 0 without any.',
});

/** The condition of a question, where its body names one. */
export function relevanceOf({
  min_relevance: least,
}: {
  readonly min_relevance?: number | null | undefined;
}): { readonly minRelevance?: number } {
  return least == null ? {} : { minRelevance: least };
}
