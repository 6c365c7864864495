import type { TokenVectors } from '../encoders/passage-encoder';
import type { TokenProjection } from './token-projection';

/** Components are integers from -7 to 7, two a byte, each with 8 added. */
const LARGEST = 7;
const OFFSET = 8;
/** The largest component of a unit vector is at most 1. */
const SCALE_STEPS = 255;

/** The token vectors of a passage with 4 bits a component: 32 bytes a token for 64 dimensions, one for its scale, two for its piece. */
export interface CompressedTokens {
  /** The piece of each token that is kept. */
  readonly pieces: Uint16Array;
  /** By token: its components. */
  readonly codes: Uint8Array;
  /** By token: its largest component, of 255. */
  readonly scales: Uint8Array;
  /** Each piece that occurs and is not kept, once: questions weigh it by how many passages have it. */
  readonly otherPieces: Uint16Array;
}

/** The tokens of a question, projected and not compressed. */
export interface QuestionTokens {
  readonly pieces: Uint16Array;
  /** By token: its unit vector. */
  readonly vectors: Float32Array;
}

/** Compresses the token vectors of a passage. @param dropped the pieces whose vectors are not kept */
export function compressTokens(
  tokens: TokenVectors,
  projection: TokenProjection,
  dropped: ReadonlySet<number>,
): CompressedTokens {
  const kept = keptTokens(tokens, dropped);
  const bytesOfToken = projection.to / 2;
  const codes = new Uint8Array(kept.length * bytesOfToken);
  const scales = new Uint8Array(kept.length);
  const vector = new Float64Array(projection.to);
  kept.forEach((token, i) => {
    projection.write(tokens.vectors, token * projection.from, vector);
    scales[i] = writeCode(vector, codes, i * bytesOfToken);
  });
  const pieces = Uint16Array.from(kept, (token) => tokens.pieces[token]!);
  const keptPieces = new Set(pieces);
  const otherPieces = Uint16Array.from(new Set(tokens.pieces)).filter((piece) => !keptPieces.has(piece));
  return { pieces, codes, scales, otherPieces };
}

/** Projects the token vectors of a question. @param dropped the pieces that are left out */
export function questionTokens(
  tokens: TokenVectors,
  projection: TokenProjection,
  dropped: ReadonlySet<number>,
): QuestionTokens {
  const kept = keptTokens(tokens, dropped);
  const vectors = new Float32Array(kept.length * projection.to);
  const vector = new Float64Array(projection.to);
  kept.forEach((token, i) => {
    projection.write(tokens.vectors, token * projection.from, vector);
    vectors.set(vector, i * projection.to);
  });
  return { pieces: Uint16Array.from(kept, (token) => tokens.pieces[token]!), vectors };
}

/** Writes the components of a compressed token, without its scale. */
export function writeComponents(codes: Uint8Array, offset: number, into: Float32Array): void {
  for (let i = 0; i < into.length; i += 2) {
    const pair = codes[offset + i / 2]!;
    into[i] = (pair & 15) - OFFSET;
    into[i + 1] = (pair >> 4) - OFFSET;
  }
}

/** What the components of a compressed token are multiplied with. */
export function scaleOf({ scales }: CompressedTokens, token: number): number {
  return scales[token]! / (SCALE_STEPS * LARGEST);
}

function keptTokens({ pieces }: TokenVectors, dropped: ReadonlySet<number>): number[] {
  return [...pieces.keys()].filter((token) => !dropped.has(pieces[token]!));
}

/** @returns the scale, in steps */
function writeCode(vector: Float64Array, codes: Uint8Array, offset: number): number {
  let largest = 0;
  for (const component of vector) largest = Math.max(largest, Math.abs(component));
  const factor = largest > 0 ? LARGEST / largest : 0;
  for (let i = 0; i < vector.length; i += 2) {
    const [low, high] = [
      Math.round(vector[i]! * factor) + OFFSET,
      Math.round(vector[i + 1]! * factor) + OFFSET,
    ];
    codes[offset + i / 2] = low | (high << 4);
  }
  return Math.round(largest * SCALE_STEPS);
}
