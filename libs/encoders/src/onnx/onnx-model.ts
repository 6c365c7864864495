import { EncoderFailure, type TokenVectors, wordsOf } from '@somabrain/retrieval';
import { BertInput } from './bert-input';
import type { ModelDescription, ModelFiles } from './model-package';
import type { OnnxRuntime, OnnxSession } from './runtime';

/** One core a thread, which waits without spinning: the machine serves requests, too. */
const SESSION_OPTIONS = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

const OUTPUT = 'last_hidden_state';

/** An encoding with token vectors. */
export interface NeuralEncoding {
  readonly vector: Float32Array<ArrayBuffer>;
  readonly tokens: TokenVectors & {
    readonly pieces: Int32Array<ArrayBuffer>;
    readonly vectors: Float32Array<ArrayBuffer>;
  };
}

/** A BERT model in ONNX form: the last hidden state of the tokens, and their mean. */
export class OnnxModel {
  private constructor(
    private readonly runtime: OnnxRuntime,
    private readonly session: OnnxSession,
    private readonly input: BertInput,
    private readonly dimensions: number,
  ) {}

  /** @throws EncoderFailure `absent` if the runtime cannot load it, or it is no such model */
  static async load(
    runtime: OnnxRuntime,
    files: ModelFiles,
    description: ModelDescription,
  ): Promise<OnnxModel> {
    try {
      const input = new BertInput(wordsOf(files.vocabulary), description.mostTokens);
      const session = await runtime.InferenceSession.create(files.model, SESSION_OPTIONS);
      if (!session.outputNames.includes(OUTPUT)) throw new Error(`the model has no output ${OUTPUT}`);
      return new OnnxModel(runtime, session, input, description.dimensions);
    } catch (cause) {
      throw new EncoderFailure('absent', `The encoder model ${description.name} cannot be loaded`, { cause });
    }
  }

  /** Encodes texts in one run. They are padded to the longest, so texts of similar lengths belong together. */
  async encode(texts: readonly string[]): Promise<NeuralEncoding[]> {
    const inputs = texts.map((text) => this.input.rows(text));
    const length = Math.max(...inputs.map((rows) => rows.length));
    const outputs = await this.session.run(this.feeds(inputs, length));
    const hidden = outputs[OUTPUT]?.data;
    const size = length * this.dimensions;
    if (!(hidden instanceof Float32Array) || hidden.length !== texts.length * size)
      throw new EncoderFailure(
        'wrong_dimensions',
        `The model's vectors have not ${this.dimensions} dimensions`,
      );
    return inputs.map((rows, i) => {
      const vectors = hidden.slice(i * size, i * size + rows.length * this.dimensions);
      return {
        vector: meanDirection(vectors, this.dimensions),
        tokens: { pieces: Int32Array.from(rows), vectors },
      };
    });
  }

  async close(): Promise<void> {
    await this.session.release();
  }

  private feeds(inputs: readonly (readonly number[])[], length: number): Record<string, unknown> {
    const ids = new BigInt64Array(inputs.length * length);
    const mask = new BigInt64Array(inputs.length * length);
    inputs.forEach((rows, i) => {
      ids.set(rows.map(BigInt), i * length);
      mask.fill(1n, i * length, i * length + rows.length);
    });
    const tensor = (data: BigInt64Array): unknown =>
      new this.runtime.Tensor('int64', data, [inputs.length, length]);
    const feeds: Record<string, unknown> = { input_ids: tensor(ids), attention_mask: tensor(mask) };
    if (this.session.inputNames.includes('token_type_ids'))
      feeds.token_type_ids = tensor(new BigInt64Array(inputs.length * length));
    return feeds;
  }
}

/** The direction of the mean of vectors that lie one behind the other. */
function meanDirection(vectors: Float32Array, dimensions: number): Float32Array<ArrayBuffer> {
  const sum = new Float64Array(dimensions);
  for (let start = 0; start < vectors.length; start += dimensions)
    for (let i = 0; i < dimensions; i++) sum[i]! += vectors[start + i]!;
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (component) => (length > 0 ? component / length : 0));
}
