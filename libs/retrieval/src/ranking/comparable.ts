import type { NamespaceStore } from '../index/namespace-store';
import { packedNumber } from '../index/packed-count';
import type { QueryPlan } from '../lexical/query-plan';
import type { Comparable } from './group-versions';
import type { RankingAssets } from './ranking-assets';

/**
 * Words that tell how something is told, wished or still holds, not what it is: two texts that differ in these say the same. English, beside its
 * stop words; of other languages texts of the same terms are taken for one.
 */
const FILLERS = [
  ...[
    'now',
    'new',
    'current',
    'currently',
    'today',
    'these',
    'days',
    'still',
    'anymore',
    'changed',
    'moved',
    'switched',
    'became',
    'become',
  ],
  ...[
    'like',
    'love',
    'prefer',
    'preference',
    'preferred',
    'want',
    'enjoy',
    'take',
    'drink',
    'eat',
    'use',
    'choose',
    'choice',
    'order',
    'need',
  ],
  ...[
    'favourite',
    'favorite',
    'best',
    'always',
    'usually',
    'never',
    'often',
    'really',
    'just',
    'only',
    'please',
    'must',
    'would',
    'give',
    'get',
  ],
  ...[
    'go',
    'pick',
    'nothing',
    'beats',
    'better',
    'rather',
    'day',
    'every',
    'time',
    'way',
    'thing',
    'me',
    'well',
    'without',
  ],
];
/** Of longer texts nobody says that they state one thing. */
const MOST_TERMS = 40;
const NONE: ReadonlySet<number> = new Set();

/** What of documents shows whether they say the same, for one question. */
export function comparableOf({
  store,
  plan,
  assets,
}: {
  store: NamespaceStore;
  plan: QueryPlan;
  assets: RankingAssets;
}): (document: number) => Comparable {
  const fillers = new Set(
    FILLERS.flatMap((word) => store.vocabulary.findTerm(assets.analyser.reduce(word)) ?? []),
  );
  const asked = new Set(plan.terms.flatMap(({ exact }) => exact ?? []));
  return (document) => {
    const all = termsOf(document, store);
    const telling = new Set([...all].filter((term) => !fillers.has(term)));
    const terms = all.size > MOST_TERMS ? NONE : telling.size > 0 ? telling : all;
    return {
      terms,
      numbers: new Set([...terms].filter((term) => /^\p{N}/u.test(store.vocabulary.termName(term)))),
      answers: new Set([...asked].filter((term) => terms.has(term))),
      source: sourceOf(document, store),
    };
  };
}

function termsOf(document: number, { documents, passages, vocabulary }: NamespaceStore): Set<number> {
  const terms = new Set<number>();
  const first = documents.firstPassage.values[document]!;
  for (
    let passage = first;
    passage < first + documents.passageCount.values[document]! && terms.size <= MOST_TERMS;
    passage++
  )
    for (const packed of passages.forms(passage)) terms.add(vocabulary.termOf(packedNumber(packed)));
  return terms;
}

function sourceOf(document: number, { documents, scopes }: NamespaceStore): string {
  const { userId, agentId } = scopes.scope(documents.scope.values[document]!);
  return JSON.stringify([userId, agentId, documents.speaker.values[document]]);
}
