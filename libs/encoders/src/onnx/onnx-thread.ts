import { parentPort, workerData } from 'node:worker_threads';
import { EncoderFailure } from '@somabrain/retrieval';
import type { OnnxReport, OnnxRequest, OnnxThreadSettings } from './messages';
import { describeModel, readModel } from './model-package';
import { OnnxModel } from './onnx-model';
import { loadRuntime } from './runtime';

/** The thread's program: loads the model, then encodes one request after the other. */
async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('This is the program of a thread; the service starts it');
  const say = (report: OnnxReport, transfer: ArrayBuffer[] = []): void => port.postMessage(report, transfer);
  const fail = (error: unknown): void => say({ kind: 'failure', ...failureOf(error) });
  let model: OnnxModel;
  try {
    model = await load(workerData as OnnxThreadSettings);
  } catch (error) {
    fail(error);
    port.close();
    return;
  }
  const answer = async (request: OnnxRequest): Promise<void> => {
    if (request === null) {
      await model.close();
      port.close(); // nothing keeps the thread from ending then
      return;
    }
    const encodings = await model.encode(request);
    const buffers = encodings.flatMap(({ vector, tokens }) => [vector, tokens.pieces, tokens.vectors]);
    say(
      { kind: 'answer', encodings },
      buffers.map(({ buffer }) => buffer),
    );
  };
  port.on('message', (request: OnnxRequest) => {
    answer(request).catch(fail);
  });
  say({ kind: 'ready' });
}

function load({ model, runtime }: OnnxThreadSettings): Promise<OnnxModel> {
  const description = describeModel(model);
  return OnnxModel.load(loadRuntime(runtime), readModel(model, description), description);
}

function failureOf(error: unknown): { reason: EncoderFailure['reason']; message: string } {
  if (error instanceof EncoderFailure) {
    const { cause } = error;
    return {
      reason: error.reason,
      message: cause instanceof Error ? `${error.message} (${cause.message})` : error.message,
    };
  }
  return { reason: 'unavailable', message: `The encoder failed: ${String(error)}` };
}

void main();
