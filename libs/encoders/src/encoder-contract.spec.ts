import type { PassageEncoder } from '@somabrain/retrieval';
import { EmbeddingServer, SERVED_DIMENSIONS } from '../../../test/support/embedding-server';
import { encoderContract, waitingContract } from '../../../test/support/encoder-contract';
import { EndpointEncoder } from './endpoint/endpoint-encoder';
import { ENDPOINT_DEFAULTS } from './endpoint/endpoint-settings';

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
