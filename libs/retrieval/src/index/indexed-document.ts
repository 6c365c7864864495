import { analyseText } from '../analysis/analyse-text';
import type { AnalysedText } from '../analysis/analysed-text';
import { belongingWords } from '../analysis/belonging-words';
import { readStored, type StoredPassage, type StoredText } from '../analysis/analysed-text-codec';
import { LANGUAGE_GROUPS } from '../encoders/language-group';
import type { IndexEntry } from './index-entry';
import { keyFamilyCode } from './key-family-code';
import { languageOfCode } from '../analysis/languages';
import type { Lexicon } from '../analysis/lexicon';
import { LARGEST_COUNT } from './packed-count';
import { hashMetadata, hashTag } from './pair-hash';
import type { RankingAssets } from '../ranking/ranking-assets';
import type { Scope } from './scope-table';
import type { SpeakerLabel } from '../analysis/speaker-label';

/** A memory in the form in which a namespace takes it in: words as numbers of the lexicon, pairs as hashes. */
export interface IndexedDocument {
  readonly id: string;
  readonly version: number;
  readonly scope: Scope;
  readonly speaker: string | null;
  /** The speaker that its text may name; null where one is given. */
  readonly speakerLabel: SpeakerLabel | null;
  readonly memoryType: string;
  readonly position: number | null;
  readonly arrival: number;
  readonly occurredAt: number | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly importance: number;
  /** ISO 639-1 code of the text's language, or `und`. */
  readonly language: string;
  readonly hasTemporalExpression: boolean;
  readonly isShortQuestion: boolean;
  /** Number of the language group in `LANGUAGE_GROUPS`. */
  readonly languageGroup: number;
  readonly pairs: readonly number[];
  /** See `key-family-code.ts`. */
  readonly keyFamily: number;
  readonly passages: readonly DocumentPassage[];
  /** Forms of what belongs to it beside its text, each once. */
  readonly belongings: readonly number[];
}

/** A passage whose forms are numbers of the lexicon. */
export type DocumentPassage = StoredPassage<number>;

/**
 * Translates an entry.
 *
 * @throws Error if its text was analysed with an encoder of other dimensions, or its stored form is damaged
 */
export function documentOf(entry: IndexEntry, assets: RankingAssets): IndexedDocument {
  const { analyser, encoder, lexicon } = assets;
  const { analysed } = entry;
  const text = textOf(typeof analysed === 'string' ? analyseText(assets, analysed) : analysed, lexicon);
  for (const { vector } of text.passages) {
    if (vector.length !== encoder.dimensions) {
      throw new Error(
        `Memory ${entry.id} was analysed with a vector of ${vector.length} dimensions, but the encoder has ` +
          `${encoder.dimensions}. Analyse its text again.`,
      );
    }
  }
  const tags = entry.tags.map(hashTag);
  const metadata = entry.metadata.map(([path, value]) => hashMetadata(path, value));
  return {
    id: entry.id,
    version: entry.version,
    scope: { userId: entry.userId, agentId: entry.agentId, sessionId: entry.sessionId },
    speaker: entry.speaker,
    speakerLabel: entry.speaker === null ? text.speakerLabel : null,
    memoryType: entry.memoryType,
    position: entry.position,
    arrival: entry.arrival,
    occurredAt: entry.occurredAt,
    createdAt: entry.createdAt,
    expiresAt: entry.expiresAt,
    importance: entry.importance,
    language: text.language,
    hasTemporalExpression: text.hasTemporalExpression,
    isShortQuestion: text.isShortQuestion,
    languageGroup: LANGUAGE_GROUPS.indexOf(text.languageGroup),
    pairs: tags.concat(metadata),
    keyFamily: keyFamilyCode(entry.key ?? null, entry),
    passages: text.passages.map(withCountsThatFit),
    belongings: belongingWords(analyser, entry.belongings ?? []).map((form) => lexicon.formNumber(form)),
  };
}

function textOf(analysed: AnalysedText | Uint8Array, lexicon: Lexicon): StoredText<number> {
  if (analysed instanceof Uint8Array) {
    return readStored(analysed, (bytes, start, end, code) =>
      lexicon.formNumberOfUtf8(bytes, start, end, languageOfCode(code)),
    );
  }
  const language = languageOfCode(analysed.language);
  return {
    ...analysed,
    passages: analysed.passages.map(({ forms, vector }) => ({
      forms: forms.map(({ form }) => lexicon.formNumber(form, language)),
      counts: forms.map(({ count }) => count),
      vector,
    })),
  };
}

function withCountsThatFit(passage: DocumentPassage): DocumentPassage {
  if (passage.counts.every((count) => count <= LARGEST_COUNT)) return passage;
  return { ...passage, counts: passage.counts.map((count) => Math.min(count, LARGEST_COUNT)) };
}
