import { choosePassages, excerptOf, QuestionTerms, type RankingAssets } from '@somabrain/retrieval';
import type { Excerpt, Memory, Omitted, RecallQuery } from '../memory';

/** A rule of thumb for English that needs no tokeniser: of a model we do not know it would count no better. */
const CHARACTERS_PER_TOKEN = 4;
/** A result that is not the best is left out rather than cut to less. */
const LEAST_TOKENS = 32;
/** Of the texts of one answer at most so much is searched for passages; of what lies behind, the beginning is shown. */
const MOST_SEARCHED = 1_000_000;
/** So many characters are searched in about ten milliseconds: then others have their turn. */
const SEARCHED_AT_ONCE = 100_000;

/** Tokens of a text, counted as four characters each. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

type Bounds = Pick<RecallQuery, 'query' | 'maxTokens' | 'passageTokens' | 'highlight'>;

/** A memory with what is shown of its text. */
type Shown<Hit> = Hit & { readonly excerpt?: Excerpt; readonly highlights?: [number, number][] };

/**
 * Cuts long texts to the passages that answer the question, and keeps all of them within `maxTokens`: the best result is cut until it fits, and
 * one that has no room makes room for those behind it.
 */
export async function showTexts<Hit extends { readonly memory: Memory }>(
  assets: RankingAssets,
  results: readonly Hit[],
  query: Bounds,
): Promise<{ readonly results: Shown<Hit>[]; readonly omitted: Omitted | null }> {
  const { passageTokens = 0, highlight = false } = query;
  const excerpts = new Excerpts(assets, query.query ?? '');
  const terms = highlight ? new QuestionTerms(assets, query.query ?? '') : null;
  const shown: Shown<Hit>[] = [];
  let left = query.maxTokens ?? Infinity;
  let [count, tokens] = [0, 0];
  for (const result of results) {
    const { content } = result.memory;
    const wanted = Math.min(tokensOf(content), passageTokens === 0 ? Infinity : passageTokens);
    const least = shown.length === 0 ? 1 : Math.min(wanted, LEAST_TOKENS);
    if (left < least) {
      count += 1;
      tokens += wanted;
      continue;
    }
    const room = Math.min(wanted, left);
    const excerpt = room < tokensOf(content) ? await excerpts.of(content, room) : null;
    const text = excerpt?.text ?? content;
    left -= tokensOf(text);
    shown.push({ ...result, ...(excerpt && { excerpt }), ...(terms && { highlights: terms.spansIn(text) }) });
  }
  return { results: shown, omitted: count > 0 ? { count, tokens } : null };
}

/** Makes the excerpts of one answer, within its bounds. */
class Excerpts {
  private searched = 0;
  private sinceTurn = 0;

  constructor(
    private readonly assets: RankingAssets,
    private readonly question: string,
  ) {}

  async of(content: string, tokens: number): Promise<Excerpt> {
    const characters = tokens * CHARACTERS_PER_TOKEN;
    const within = content.slice(0, Math.max(characters, MOST_SEARCHED - this.searched));
    if (this.sinceTurn > SEARCHED_AT_ONCE) {
      await new Promise((resolve) => setImmediate(resolve));
      this.sinceTurn = 0;
    }
    this.searched += within.length;
    this.sinceTurn += within.length;
    const passages = choosePassages(this.assets, this.question, within, characters);
    return {
      text: excerptOf(content, passages),
      passages: passages.map(({ start, end, matched }) => ({
        start,
        end,
        matched: content.slice(matched.start, matched.end),
      })),
    };
  }
}
