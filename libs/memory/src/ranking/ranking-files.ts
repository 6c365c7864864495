import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RankingFiles } from '@somabrain/retrieval';

const ASSETS = join('libs', 'retrieval', 'assets');

/** Reads the word lists and the encoder that come with the project. @throws when they are missing */
export async function readRankingFiles(): Promise<RankingFiles> {
  const directory = findAssets(__dirname);
  const text = (...path: string[]): Promise<string> => readFile(join(directory, ...path), 'utf8');
  const [encoderModel, encoderVocabulary, stopWords, irregularForms, thesaurus] = await Promise.all([
    readFile(join(directory, 'static-minilm-128', 'model.bin')),
    text('static-minilm-128', 'vocab.txt'),
    text('lexicon', 'stop-words.txt'),
    text('lexicon', 'irregular-forms.tsv'),
    text('lexicon', 'thesaurus.txt'),
  ]);
  return { encoderModel, encoderVocabulary, stopWords, irregularForms, thesaurus };
}

/** The nearest folder above that holds the assets: sources and compiled code lie at different depths. */
function findAssets(from: string): string {
  const assets = join(from, ASSETS);
  if (existsSync(join(assets, 'lexicon'))) return assets;
  const parent = dirname(from);
  if (parent === from) throw new Error(`The folder ${ASSETS} is missing: the installation is incomplete`);
  return findAssets(parent);
}
