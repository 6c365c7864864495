import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EncoderFailure } from '@somabrain/retrieval';
import { z } from 'zod';

const MODEL_FILE = 'model.onnx';
const VOCABULARY_FILE = 'vocab.txt';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const Description = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  dimensions: z.int().positive(),
  mostTokens: z.int().min(3),
  sha256: z.object({ [MODEL_FILE]: digest, [VOCABULARY_FILE]: digest }),
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

/** Changes with the model, its vocabulary, and how much of a text it sees. */
export function versionOfModel({ mostTokens, sha256 }: ModelDescription): string {
  const [model, vocabulary] = [sha256[MODEL_FILE], sha256[VOCABULARY_FILE]];
  return `${model.slice(0, 8)}-${vocabulary.slice(0, 8)}-${mostTokens}`;
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
