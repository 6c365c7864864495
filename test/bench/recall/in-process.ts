import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  analyseText,
  buildWordTable,
  type IndexEntry,
  loadRankingAssets,
  wordsOf,
} from '@somabrain/retrieval';
import type { Turn } from './conversations';

const ASSETS = join(__dirname, '..', '..', '..', 'libs', 'retrieval', 'assets');
const textOf = (file: string): string => readFileSync(join(ASSETS, file), 'utf8');

/** The shipped assets. */
export const assets = loadRankingAssets({
  encoderModel: readFileSync(join(ASSETS, 'static-minilm-128', 'model.bin')),
  encoderVocabulary: textOf('static-minilm-128/vocab.txt'),
  multilingualModel: readFileSync(join(ASSETS, 'static-multilingual', 'model.bin')),
  multilingualWords: buildWordTable(wordsOf(textOf('static-multilingual/vocab.txt'))),
  stopWords: textOf('lexicon/stop-words.txt'),
  stopWordsByLanguage: textOf('lexicon/stop-words-by-language.tsv'),
  emojiNames: textOf('lexicon/emoji-names.tsv'),
  irregularForms: textOf('lexicon/irregular-forms.tsv'),
  thesaurus: textOf('lexicon/thesaurus.txt'),
});

/** A turn as a namespace takes it in. */
export function entryOf(turn: Turn, arrival: number): IndexEntry {
  return {
    id: turn.doc_id,
    version: 1,
    analysed: analyseText(assets, turn.text),
    userId: null,
    agentId: null,
    // Conversations number their sessions alike.
    sessionId: turn.session_id === null ? null : `${turn.conversation_id}/${turn.session_id}`,
    position: null,
    arrival,
    speaker: turn.speaker,
    memoryType: 'episodic',
    occurredAt: turn.timestamp === null ? null : Date.parse(turn.timestamp),
    createdAt: arrival,
    expiresAt: null,
    tags: [],
    metadata: [],
    importance: 1,
  };
}
