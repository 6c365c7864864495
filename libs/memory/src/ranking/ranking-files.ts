import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildWordTable, type RankingFiles, wordsOf } from '@somabrain/retrieval';

const ASSETS = join('libs', 'retrieval', 'assets');

/** Reads the word lists and the encoder that come with the project; what is large lies on memory that threads share. @throws when they are missing */
export async function readRankingFiles(): Promise<RankingFiles> {
  const directory = findAssets(__dirname);
  const text = (...path: string[]): Promise<string> => readFile(join(directory, ...path), 'utf8');
  const [encoderModel, encoderVocabulary, multilingualModel, multilingualVocabulary, ...lists] =
    await Promise.all([
      readShared(join(directory, 'static-minilm-128', 'model.bin')),
      text('static-minilm-128', 'vocab.txt'),
      readShared(join(directory, 'static-multilingual', 'model.bin')),
      text('static-multilingual', 'vocab.txt'),
      text('lexicon', 'stop-words.txt'),
      text('lexicon', 'stop-words-by-language.tsv'),
      text('lexicon', 'emoji-names.tsv'),
      text('lexicon', 'irregular-forms.tsv'),
      text('lexicon', 'thesaurus.txt'),
    ]);
  const [stopWords, stopWordsByLanguage, emojiNames, irregularForms, thesaurus] = lists;
  const multilingualWords = buildWordTable(wordsOf(multilingualVocabulary));
  return {
    ...{ encoderModel, encoderVocabulary, multilingualModel, multilingualWords },
    ...{ stopWords, stopWordsByLanguage, emojiNames, irregularForms, thesaurus },
  };
}

/** The bytes of a file on memory that threads share. */
async function readShared(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer((await file.stat()).size));
    for (let read = 0; read < bytes.length;) {
      const { bytesRead } = await file.read(bytes, read, bytes.length - read);
      if (bytesRead === 0) throw new Error(`${path} ends before its size`);
      read += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** The nearest folder above that holds the assets: sources and compiled code lie at different depths. */
function findAssets(from: string): string {
  const assets = join(from, ASSETS);
  if (existsSync(join(assets, 'lexicon'))) return assets;
  const parent = dirname(from);
  if (parent === from) throw new Error(`The folder ${ASSETS} is missing: the installation is incomplete`);
  return findAssets(parent);
}
