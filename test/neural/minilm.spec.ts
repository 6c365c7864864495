import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ONNX_RUNTIME, OnnxEncoder } from '@somabrain/encoders';
import type { Encoding, PassageEncoder } from '@somabrain/retrieval';
import { cosine, encoderContract, waitingContract } from '../contract/encoder.contract';

interface Golden {
  readonly items: { text: string; pieces: number; vector: number[]; token: number[] }[];
  readonly cosines: number[][];
}

/** Made with the tokenizer and the runtime for Python: tokenizers 0.23.3 and onnxruntime 1.32.0. */
const golden = JSON.parse(readFileSync(join(__dirname, 'minilm-golden.json'), 'utf8')) as Golden;
const model = join(__dirname, '../../packages/encoder-minilm');

const make = (): Promise<PassageEncoder> =>
  OnnxEncoder.start({ model, runtime: ONNX_RUNTIME, threads: 1, waiting: 64 });

describe('the built-in neural encoder', () => {
  encoderContract(make);
  waitingContract(make);

  it('gives the reference vectors of texts and tokens, and the reference cosines', async () => {
    const encoder = await make();
    const encodings = await encoder.encodePassages(golden.items.map(({ text }) => text));
    await encoder.close();
    golden.items.forEach((item, i) => expectGolden(encodings[i]!, item));
    golden.cosines.forEach((row, i) => {
      row.forEach((expected, j) => {
        expect(cosine(encodings[i]!.vector, encodings[j]!.vector)).toBeCloseTo(expected, 3);
      });
    });
  });
});

function expectGolden({ vector, tokens }: Encoding, item: Golden['items'][number]): void {
  expect(tokens!.pieces).toHaveLength(item.pieces);
  item.vector.forEach((component, i) => expect(vector[i]).toBeCloseTo(component, 3));
  item.token.forEach((component, i) => expect(tokens!.vectors[384 + i]).toBeCloseTo(component, 2));
}
