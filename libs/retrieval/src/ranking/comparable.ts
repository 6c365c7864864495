import type { Lexicon } from '../analysis/lexicon';
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
const NO_TERMS: readonly number[] = [];

/** What of documents shows whether they say the same, for one question. Terms have the numbers of the lexicon, which compare between namespaces. */
export function comparableOf({
  store,
  plan,
  assets,
}: {
  store: NamespaceStore;
  plan: QueryPlan;
  assets: RankingAssets;
}): (document: number) => Comparable {
  const fillers = fillersIn(assets);
  const sources = new Map<string, string>();
  const asked = new Set(
    plan.terms.flatMap(({ exact }) => (exact === undefined ? [] : store.vocabulary.globalTerm(exact))),
  );
  return (document) =>
    new DocumentTerms(
      tellingTerms(termsOf(document, store), fillers),
      sourceOf(document, store, sources),
      asked,
      assets.lexicon,
    );
}

/** Numbers and answers are asked for only where two documents have many terms in common, which few have. */
class DocumentTerms implements Comparable {
  constructor(
    readonly terms: readonly number[],
    readonly source: string,
    private readonly asked: ReadonlySet<number>,
    private readonly lexicon: Lexicon,
  ) {}

  get numbers(): ReadonlySet<number> {
    return subset(this.terms, (term) => startsWithNumber(this.lexicon.termName(term)));
  }

  get answers(): ReadonlySet<number> {
    return subset(this.terms, (term) => this.asked.has(term));
  }
}

/** The terms that are no fillers; all where it has only such, and none of a longer text. */
function tellingTerms(all: readonly number[], fillers: ReadonlySet<number>): readonly number[] {
  if (all.length > MOST_TERMS) return NO_TERMS;
  const telling = all.filter((term) => !fillers.has(term));
  return telling.length > 0 ? telling : all;
}

/** Of one lexicon: the fillers that it has, and those that it has not yet. */
interface Fillers {
  readonly known: Set<number>;
  missing: readonly string[];
}

const fillersOf = new WeakMap<Lexicon, Fillers>();

/** The numbers of the fillers, which are the same for every question but for words that the lexicon has only just met. */
function fillersIn({ analyser, lexicon }: RankingAssets): ReadonlySet<number> {
  let fillers = fillersOf.get(lexicon);
  if (!fillers) {
    fillers = { known: new Set(), missing: [...new Set(FILLERS.map((word) => analyser.reduce(word)))] };
    fillersOf.set(lexicon, fillers);
  }
  const { known, missing } = fillers;
  fillers.missing = missing.filter((term) => {
    const number = lexicon.findTerm(term);
    if (number !== undefined) known.add(number);
    return number === undefined;
  });
  return known;
}

function subset(of: readonly number[], belongs: (term: number) => boolean): ReadonlySet<number> {
  let found: Set<number> | null = null;
  for (const term of of) if (belongs(term)) (found ??= new Set()).add(term);
  return found ?? NONE;
}

const FIRST_BEYOND_ASCII = 0x80;

function startsWithNumber(term: string): boolean {
  const first = term.charCodeAt(0);
  return first < FIRST_BEYOND_ASCII ? first >= 0x30 && first <= 0x39 : /^\p{N}/u.test(term);
}

/** The terms of a document, each once; of a longer text some more than count. */
function termsOf(document: number, { documents, passages, vocabulary }: NamespaceStore): number[] {
  const terms: number[] = [];
  const first = documents.firstPassage.values[document]!;
  const end = first + documents.passageCount.values[document]!;
  for (let passage = first; passage < end && terms.length <= MOST_TERMS; passage++) {
    for (const packed of passages.forms(passage)) {
      const term = vocabulary.globalTerm(vocabulary.termOf(packedNumber(packed)));
      if (isSeen(term)) continue;
      if (terms.push(term) > MOST_TERMS) break;
    }
  }
  for (const term of terms) seen[term] = 0;
  return terms;
}

/** By term of the lexicon: 1 where the document at hand has it; all 0 between documents. */
let seen = new Uint8Array(0);

/** Whether a term was seen in the document at hand; it is from then on. */
function isSeen(term: number): boolean {
  if (term >= seen.length) {
    const larger = new Uint8Array(Math.ceil(1.5 * (term + 1)));
    larger.set(seen);
    seen = larger;
  }
  if (seen[term] === 1) return true;
  seen[term] = 1;
  return false;
}

/** Whose it is, and who says it. @param known what was found for other documents of the question */
function sourceOf(document: number, store: NamespaceStore, known: Map<string, string>): string {
  const scope = store.documents.scope.values[document]!;
  const speaker = store.speakerOf(document);
  const place = `${scope} ${speaker}`;
  let source = known.get(place);
  if (source === undefined) {
    const { userId, agentId } = store.scopes.scope(scope);
    known.set(place, (source = JSON.stringify([userId, agentId, store.speakers.name(speaker)])));
  }
  return source;
}
