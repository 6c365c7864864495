import { createHash } from 'node:crypto';
import { Analyser, ANALYSER_VERSION } from '../analysis/analyser';
import { Lexicon } from '../analysis/lexicon';
import { StaticEncoder } from '../encoders/static-encoder';
import { Thesaurus } from '../analysis/thesaurus';
import { Workspace } from './workspace';

/** Everything the engine needs from files; the caller reads them (see the assets folder). */
export interface RankingFiles {
  /** static-minilm-128/model.bin */
  readonly encoderModel: Uint8Array;
  /** static-minilm-128/vocab.txt */
  readonly encoderVocabulary: string;
  /** lexicon/stop-words.txt */
  readonly stopWords: string;
  /** lexicon/irregular-forms.tsv */
  readonly irregularForms: string;
  /** lexicon/thesaurus.txt */
  readonly thesaurus: string;
}

/** What all namespaces of a process share. */
export interface RankingAssets {
  readonly analyser: Analyser;
  readonly encoder: StaticEncoder;
  readonly thesaurus: Thesaurus;
  readonly lexicon: Lexicon;
  /** Scratch arrays: ranking is synchronous, so one set serves every namespace. */
  readonly workspace: Workspace;
  /** Identifies how texts are analysed. A stored form of another version has to be made anew. */
  readonly version: string;
}

/**
 * Builds the shared parts of the engine; takes some 20 ms.
 *
 * @throws Error if a file is damaged or not what it should be
 */
export function loadRankingAssets(files: RankingFiles): RankingAssets {
  const analyser = new Analyser(files.stopWords, files.irregularForms);
  const encoder = new StaticEncoder(files.encoderModel, files.encoderVocabulary);
  const modelDigest = createHash('sha256').update(files.encoderModel).digest('hex').slice(0, 8);
  return {
    analyser,
    encoder,
    thesaurus: new Thesaurus(files.thesaurus, analyser),
    lexicon: new Lexicon(analyser, encoder),
    workspace: new Workspace(),
    version: `static-minilm-${encoder.dimensions}@${modelDigest}+analyser-${ANALYSER_VERSION}`,
  };
}
