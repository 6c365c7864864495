import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EncoderFailure, TokenProjection } from '@somabrain/retrieval';
import { z } from 'zod';

const MODEL_FILE = 'model.onnx';
const VOCABULARY_FILE = 'vocab.txt';
const PROJECTION_FILE = 'token-projection.f32';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const Description = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  dimensions: z.int().positive(),
  mostTokens: z.int().min(3),
  tokenProjection: z.object({ dimensions: z.int().positive().multipleOf(2) }),
  sha256: z.object({ [MODEL_FILE]: digest, [VOCABULARY_FILE]: digest, [PROJECTION_FILE]: digest }),
});

/** What `model.json` of a model's package says about it. */
export type ModelDescription = z.output<typeof Description>;

/** The files of a model, as their checksums say they should be. */
export interface ModelFiles {
  readonly model: Uint8Array;
  readonly vocabulary: string;
}

/** Reads the description of the model in a folder. @throws EncoderFailure `absent` */
export function describeModel(folder: string): ModelDescription {
  try {
    return Description.parse(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')));
  } catch (cause) {
    throw new EncoderFailure(
      'absent',
      `There is no encoder model in ${folder}: its model.json cannot be read`,
      {
        cause,
      },
    );
  }
}

/** Reads the files of a model and compares their checksums. @throws EncoderFailure `absent` */
export function readModel(folder: string, { sha256 }: ModelDescription): ModelFiles {
  return {
    model: verified(folder, MODEL_FILE, sha256[MODEL_FILE]),
    vocabulary: verified(folder, VOCABULARY_FILE, sha256[VOCABULARY_FILE]).toString('utf8'),
  };
}

/** Reads what its token vectors are compressed with. @throws EncoderFailure `absent` */
export function readTokenProjection(folder: string): TokenProjection {
  const { dimensions, tokenProjection, sha256 } = describeModel(folder);
  const bytes = verified(folder, PROJECTION_FILE, sha256[PROJECTION_FILE]);
  return new TokenProjection(bytes, dimensions, tokenProjection.dimensions);
}

/** Changes with the model, its vocabulary, how much of a text it sees, and what its token vectors are compressed with. */
export function versionOfModel({ mostTokens, sha256 }: ModelDescription): string {
  const files = [MODEL_FILE, VOCABULARY_FILE, PROJECTION_FILE] as const;
  return [...files.map((file) => sha256[file].slice(0, 8)), mostTokens].join('-');
}

function verified(folder: string, name: string, expected: string): Buffer {
  const path = join(folder, name);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new EncoderFailure('absent', `The encoder's file ${path} cannot be read; install it again`, {
      cause,
    });
  }
  const found = createHash('sha256').update(content).digest('hex');
  if (found === expected) return content;
  const message = `The encoder's file ${path} is damaged or another one: its SHA-256 is ${found}, not ${expected}. Install it again`;
  throw new EncoderFailure('absent', message);
}
