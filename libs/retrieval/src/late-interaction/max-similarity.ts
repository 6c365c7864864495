import { type CompressedTokens, type QuestionTokens, scaleOf, writeComponents } from './compressed-tokens';

/**
 * For each token of a question, its largest cosine to a token of a passage (ColBERT's MaxSim, https://arxiv.org/abs/2004.12832); 0 where
 * the passage has no tokens.
 * @param dimensions of the projected vectors
 */
export function maxSimilarities(
  { pieces, vectors }: QuestionTokens,
  passage: CompressedTokens,
  dimensions: number,
): Float64Array {
  const largest = new Float64Array(pieces.length);
  const components = new Float32Array(dimensions);
  for (let token = 0; token < passage.pieces.length; token++) {
    writeComponents(passage.codes, (token * dimensions) / 2, components);
    const scale = scaleOf(passage, token);
    for (let asked = 0; asked < pieces.length; asked++) {
      const start = asked * dimensions;
      let dot = 0;
      for (let i = 0; i < dimensions; i++) dot += vectors[start + i]! * components[i]!;
      const similarity = dot * scale;
      if (token === 0 || similarity > largest[asked]!) largest[asked] = similarity;
    }
  }
  return largest;
}

/** How much a piece of a question counts: the rarer among the passages of the scope, the more. */
export function pieceWeight(passagesWithIt: number, passages: number): number {
  return Math.log(1 + (passages - passagesWithIt + 0.5) / (passagesWithIt + 0.5));
}

/**
 * The late-interaction score of a passage, from 0 to about 1: how far the similarity of each token of the question exceeds its mean over the
 * passages, weighted.
 * @param means by token of the question: its mean similarity over the passages
 */
export function lateInteractionScore(
  similarities: Float64Array,
  means: Float64Array,
  weights: Float64Array,
): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < similarities.length; i++) {
    const [mean, weight] = [means[i]!, weights[i]!];
    const excess = mean < 1 ? Math.max(0, similarities[i]! - mean) / (1 - mean) : 0;
    sum += weight * excess;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
