import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the stub of the runtime has. */
export const STUB_RUNTIME = join(__dirname, 'stub-onnx-runtime.cjs');
/** Texts that it ends the thread at, and fails at. */
export const ENDS_THE_THREAD = 'crash';
export const FAILS = 'fail';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz.,?[]'];
const WORDS = [
  'my',
  'sister',
  'adopted',
  'two',
  'cats',
  'from',
  'the',
  'shelter',
  'invoice',
  'office',
  'printer',
];
const VOCABULARY = [
  '[PAD]',
  '[UNK]',
  ENDS_THE_THREAD,
  FAILS,
  '[CLS]',
  '[SEP]',
  ...WORDS,
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
];

/** Writes a model's package for the stub of the runtime. @param model other content makes it damaged. @returns its folder */
export function stubModel(model = 'stub model'): string {
  const folder = mkdtempSync(join(tmpdir(), 'stub-model-'));
  const vocabulary = `${VOCABULARY.join('\n')}\n`;
  writeFileSync(join(folder, 'model.onnx'), model);
  writeFileSync(join(folder, 'vocab.txt'), vocabulary);
  const projection = new Uint8Array(4 * 24 * 2);
  writeFileSync(join(folder, 'token-projection.f32'), projection);
  const sha256 = {
    'model.onnx': digestOf('stub model'),
    'vocab.txt': digestOf(vocabulary),
    'token-projection.f32': digestOf(projection),
  };
  const description = {
    name: 'stub',
    dimensions: 24,
    mostTokens: 64,
    tokenProjection: { dimensions: 2 },
    sha256,
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(description));
  return folder;
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
