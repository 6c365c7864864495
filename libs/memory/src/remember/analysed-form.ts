import { analyseText, type RankingAssets, serialiseAnalysed } from '@somabrain/retrieval';
import type { RankingEngine } from '../ranking/ranking-engine';

/** A longer text takes more than some milliseconds: a thread analyses it, so that requests are answered meanwhile. */
const ANALYSED_HERE = 10_000;

/** The analysed form of a text as it is stored. */
export function analysedFormOf(assets: RankingAssets, content: string): Uint8Array {
  return serialiseAnalysed(analyseText(assets, content));
}

/** What analyses texts. */
export interface TextAnalysis {
  readonly assets: RankingAssets;
  readonly engine: Pick<RankingEngine, 'analyse'>;
}

/** The same without keeping the event loop for long. */
export async function analysedForm({ assets, engine }: TextAnalysis, content: string): Promise<Uint8Array> {
  if (content.length <= ANALYSED_HERE) return analysedFormOf(assets, content);
  const [form] = await engine.analyse([content]);
  if (!form) throw new Error('A text was given to be analysed, and nothing came back');
  return form;
}
