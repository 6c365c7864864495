import { createHash } from 'node:crypto';
import { Analyser, ANALYSER_VERSION } from '../analysis/analyser';
import { EmojiNames } from '../analysis/emoji-names';
import { Lexicon } from '../analysis/lexicon';
import { MultilingualEncoder } from '../encoders/multilingual-encoder';
import { StaticEncoder } from '../encoders/static-encoder';
import type { WordTableParts } from '../encoders/word-table';
import { Thesaurus } from '../analysis/thesaurus';
import { versionOf } from './version';
import { Workspaces } from './workspaces';

/** Everything the engine needs from files; the caller reads them (see the assets folder). Threads can share what lies on shared memory. */
export interface RankingFiles {
  /** static-minilm-128/model.bin */
  readonly encoderModel: Uint8Array;
  /** static-minilm-128/vocab.txt */
  readonly encoderVocabulary: string;
  /** static-multilingual/model.bin */
  readonly multilingualModel: Uint8Array;
  /** The table of static-multilingual/vocab.txt, see `buildWordTable`. */
  readonly multilingualWords: WordTableParts;
  /** lexicon/stop-words.txt */
  readonly stopWords: string;
  /** lexicon/stop-words-by-language.tsv */
  readonly stopWordsByLanguage: string;
  /** lexicon/emoji-names.tsv */
  readonly emojiNames: string;
  /** lexicon/irregular-forms.tsv */
  readonly irregularForms: string;
  /** lexicon/thesaurus.txt */
  readonly thesaurus: string;
}

/** What all namespaces of a process share. */
export interface RankingAssets {
  readonly analyser: Analyser;
  readonly encoder: MultilingualEncoder;
  readonly thesaurus: Thesaurus;
  readonly emojiNames: EmojiNames;
  readonly lexicon: Lexicon;
  /** Scratch arrays: ranking is synchronous, so one set serves every namespace that is ranked alone. */
  readonly workspaces: Workspaces;
  /** Identifies how texts are analysed. A stored form of another version has to be made anew. */
  readonly version: string;
}

/**
 * Builds the shared parts of the engine; takes some 30 ms.
 *
 * @throws Error if a file is damaged or not what it should be
 */
export function loadRankingAssets(files: RankingFiles): RankingAssets {
  const analyser = new Analyser(files);
  const english = new StaticEncoder(files.encoderModel, files.encoderVocabulary);
  const encoder = new MultilingualEncoder(english, files.multilingualModel, files.multilingualWords);
  return {
    analyser,
    encoder,
    thesaurus: new Thesaurus(files.thesaurus, analyser),
    emojiNames: new EmojiNames(files.emojiNames, analyser),
    lexicon: new Lexicon(analyser, encoder),
    workspaces: new Workspaces(),
    version: versionOf(
      `static-minilm-${encoder.dimensions}@${digestOf(files.encoderModel)}`,
      `multilingual@${digestOf(files.multilingualModel)}`,
      `analyser-${ANALYSER_VERSION}`,
    ),
  };
}

function digestOf(model: Uint8Array): string {
  return createHash('sha256').update(model).digest('hex').slice(0, 8);
}
