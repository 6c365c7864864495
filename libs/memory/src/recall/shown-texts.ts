import {
  charactersOf,
  excerptOf,
  passageSteps,
  QuestionTerms,
  type RankingAssets,
  tokensOf,
} from '@somabrain/retrieval';
import type { Excerpt, Memory, Omitted, RecallQuery } from '../memory';
import { nextTurn } from '../planning/next-turn';

/** A result that is not the best is left out rather than cut to less. */
const LEAST_TOKENS = 32;
/** Of the texts of one answer at most so much is searched for passages; of what lies behind, the beginning is shown. */
const MOST_SEARCHED = 5_000_000;
/** A passage in a denser script than the rest of its text is chosen anew, so often at most. */
const MOST_TRIES = 3;
/** Milliseconds after which others have their turn. */
const LONGEST_STEP = 10;

type Bounds = Pick<RecallQuery, 'query' | 'maxTokens' | 'passageTokens' | 'highlight'>;

/** A memory with what is shown of its text. */
type Shown<Hit> = Hit & { readonly excerpt?: Excerpt; readonly highlights?: [number, number][] };

/**
 * Cuts long texts to the passages that answer the question, so that no more of them leaves the memory service, and keeps all of them within `maxTokens`: the best result is cut until it fits, and
 * one that has no room makes room for those behind it.
 */
export async function showTexts<Hit extends { readonly memory: Memory }>(
  assets: RankingAssets,
  results: readonly Hit[],
  query: Bounds,
): Promise<{ readonly results: Shown<Hit>[]; readonly omitted: Omitted | null }> {
  const { passageTokens = 0, highlight = false } = query;
  const turns = new Turns();
  const excerpts = new Excerpts(assets, query.query ?? '', turns);
  const terms = highlight ? new QuestionTerms(assets, query.query ?? '') : null;
  const shown: Shown<Hit>[] = [];
  let left = query.maxTokens ?? Infinity;
  let [count, tokens] = [0, 0];
  for (const result of results) {
    const { content } = result.memory;
    const whole = tokensOf(content);
    const wanted = Math.min(whole, passageTokens === 0 ? Infinity : passageTokens);
    const least = shown.length === 0 ? 1 : Math.min(wanted, LEAST_TOKENS);
    if (left < least) {
      count += 1;
      tokens += wanted;
      continue;
    }
    const room = Math.min(wanted, left);
    const excerpt = room < whole ? await excerpts.of(content, room) : null;
    const text = excerpt?.text ?? content;
    left -= tokensOf(text);
    const highlights = terms && (await turns.after(() => terms.spansIn(text)));
    const cut = excerpt && { memory: { ...result.memory, content: excerpt.text }, excerpt };
    shown.push({ ...result, ...cut, ...(highlights && { highlights }) });
  }
  return { results: shown, omitted: count > 0 ? { count, tokens } : null };
}

/** Makes the excerpts of one answer, within its bounds. */
class Excerpts {
  private searched = 0;

  constructor(
    private readonly assets: RankingAssets,
    private readonly question: string,
    private readonly turns: Turns,
  ) {}

  async of(content: string, tokens: number): Promise<Excerpt> {
    let characters = charactersOf(content, tokens);
    let excerpt = await this.within(content, characters);
    for (let tries = 1; tokensOf(excerpt.text) > tokens && characters > tokens; tries += 1) {
      // No character takes more than a token.
      characters =
        tries < MOST_TRIES
          ? Math.max(tokens, Math.floor((characters * tokens) / tokensOf(excerpt.text)))
          : tokens;
      excerpt = await this.within(content, characters);
    }
    return excerpt;
  }

  private async within(content: string, characters: number): Promise<Excerpt> {
    const within = content.slice(0, Math.max(characters, MOST_SEARCHED - this.searched));
    this.searched += within.length;
    const passages = await this.turns.through(passageSteps(this.assets, this.question, within, characters));
    return {
      text: excerptOf(content, passages),
      length: content.length,
      passages: passages.map(({ start, end, matched }) => ({
        start,
        end,
        matched: content.slice(matched.start, matched.end),
      })),
    };
  }
}

/** Lets others have their turn while an answer is made. */
class Turns {
  private since = performance.now();

  /** Does all steps. */
  async through<Result>(steps: Generator<void, Result>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await this.offer();
    }
  }

  /** Does something that takes a while. */
  async after<Result>(work: () => Result): Promise<Result> {
    await this.offer();
    return work();
  }

  private async offer(): Promise<void> {
    if (performance.now() - this.since < LONGEST_STEP) return;
    await nextTurn();
    this.since = performance.now();
  }
}
