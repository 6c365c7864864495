import { createRequire } from 'node:module';
import { EncoderFailure } from '@somabrain/retrieval';

/** What is used of onnxruntime-node. It is loaded when a thread begins, because it is not installed everywhere. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown;
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, OnnxOutput | undefined>>>;
  release(): Promise<void>;
}

export interface OnnxOutput {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** The package, and the version that the tests run with. Its own script would download files that are not needed. */
export const ONNX_RUNTIME = 'onnxruntime-node';
const INSTALL = `npm install --no-save --ignore-scripts ${ONNX_RUNTIME}@1.30.0`;

/** @param name of the package, or the path of a module. @throws EncoderFailure `absent` if it is not installed, or not for this platform */
export function loadRuntime(name: string): OnnxRuntime {
  try {
    return createRequire(__filename)(name) as OnnxRuntime;
  } catch (cause) {
    const message = `The built-in neural encoder needs ${ONNX_RUNTIME}, which cannot be loaded. Install it: ${INSTALL}`;
    throw new EncoderFailure('absent', message, { cause });
  }
}
