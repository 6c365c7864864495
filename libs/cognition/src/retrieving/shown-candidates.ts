import type { Excerpt, Omitted } from '@somabrain/memory';
import { beginningOf, charactersOf, tokensOf } from '@somabrain/retrieval';
import type { RetrievalQuery, RetrievedCandidate } from './retrieval-query';

type Bounds = Pick<RetrievalQuery, 'passageTokens' | 'maxTokens'>;

/** Tokens that one text takes at most, so that the best one fits; 0: texts are whole. */
export function tokensOfOne({ passageTokens, maxTokens }: Bounds): number {
  const most = Math.min(passageTokens > 0 ? passageTokens : Infinity, maxTokens ?? Infinity);
  return Number.isFinite(most) ? most : 0;
}

/**
 * Keeps the texts of candidates within their bounds. The passages are those that a recall chose; of what only a link or its name led to it is
 * the beginning. What has no room is counted.
 */
export function showCandidates(
  candidates: readonly RetrievedCandidate[],
  excerpts: ReadonlyMap<string, Excerpt>,
  bounds: Bounds,
): { readonly shown: RetrievedCandidate[]; readonly omitted: Omitted | null } {
  const most = tokensOfOne(bounds);
  const shown: RetrievedCandidate[] = [];
  let left = bounds.maxTokens ?? Infinity;
  let [count, tokens] = [0, 0];
  for (const candidate of candidates) {
    const { memory } = candidate;
    const excerpt = excerpts.get(memory.id) ?? excerptOf(memory.content, most);
    const wanted = tokensOf(excerpt?.text ?? memory.content);
    if (wanted > left) {
      count += 1;
      tokens += wanted;
      continue;
    }
    left -= wanted;
    shown.push({ ...candidate, ...(excerpt && { excerpt }) });
  }
  return { shown, omitted: count > 0 ? { count, tokens } : null };
}

function excerptOf(content: string, most: number): Excerpt | null {
  if (most === 0 || tokensOf(content) <= most) return null;
  let { start, end, matched } = beginningOf(content, charactersOf(content, most));
  // Where the beginning is in a denser script than the rest: no character takes more than a token.
  if (tokensOf(content.slice(start, end)) > most) ({ start, end, matched } = beginningOf(content, most));
  const sentence = content.slice(matched.start, matched.end);
  return { text: content.slice(start, end), passages: [{ start, end, matched: sentence }] };
}
