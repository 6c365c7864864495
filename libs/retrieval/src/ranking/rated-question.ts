import { createHash } from 'node:crypto';
import type { RatedQuestion } from './feedback-store';
import type { RankingAssets } from './ranking-assets';
import { quantise } from '../encoders/static-encoder';

/** A question as ratings are kept and looked up for it: the same words in other letters or spaces are the same question. */
export function ratedQuestion({ encoder }: RankingAssets, text: string): RatedQuestion {
  const question = text.trim().replace(/\s+/gu, ' ').toLowerCase();
  const digest = createHash('sha256').update(question).digest('hex').slice(0, 32);
  return { question: digest, vector: quantise(encoder.encode(text)) };
}
