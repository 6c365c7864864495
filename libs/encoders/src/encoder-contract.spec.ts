import type { PassageEncoder } from '@somabrain/retrieval';
import { EmbeddingServer, SERVED_DIMENSIONS } from '../../../test/support/embedding-server';
import { encoderContract, waitingContract } from '../../../test/contract/encoder.contract';
import { STUB_RUNTIME, stubModel } from '../../../test/support/stub-model';
import { EndpointEncoder } from './endpoint/endpoint-encoder';
import { ENDPOINT_DEFAULTS } from './endpoint/endpoint-settings';
import { OnnxEncoder } from './onnx/onnx-encoder';

describe('an endpoint', () => {
  const server = new EmbeddingServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  const make = (): Promise<PassageEncoder> => {
    const served = { url: server.url, model: 'words', dimensions: SERVED_DIMENSIONS };
    return Promise.resolve(new EndpointEncoder({ ...ENDPOINT_DEFAULTS, ...served }));
  };

  encoderContract(make);
  waitingContract(make);
});

describe('a neural model', () => {
  const model = stubModel();
  const make = (): Promise<PassageEncoder> =>
    OnnxEncoder.start({ model, runtime: STUB_RUNTIME, threads: 1, waiting: 8 });

  encoderContract(make);
  waitingContract(make);
});
