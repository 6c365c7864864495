import { BenchService } from './bench-service';
import { LARGE, LARGE_TENANT } from './scenarios';

/** A figure that is measured once, on a service that has just been started again. */
export interface OnceFigure {
  readonly what: string;
  readonly value: string;
  readonly must: string;
  readonly aim: string;
}

/** Starts a second service on the filled database: how long until it is ready, and until the large namespace can be asked. */
export async function measureOnce(dsn: string): Promise<OnceFigure[]> {
  const service = await BenchService.start(dsn);
  try {
    const began = performance.now();
    await service.post('/recall', LARGE_TENANT, { query: 'the first question' });
    const loaded = performance.now() - began;
    const bytes = await service.metric('somabrain_index_memory_bytes');
    return [
      {
        what: 'second start to ready',
        value: `${(service.readyAfter / 1000).toFixed(1)} s`,
        must: '≤ 4 s',
        aim: '≤ 2 s',
      },
      {
        what: `cold load of ${LARGE.toLocaleString('en')}`,
        value: `${(loaded / 1000).toFixed(1)} s`,
        must: '≤ 2 s',
        aim: '≤ 1 s',
      },
      {
        what: 'index memory of a memory of 40 words',
        value: `${(bytes / LARGE / 1024).toFixed(2)} KB`,
        must: '≤ 1.5 KB',
        aim: '≤ 1 KB',
      },
      {
        what: 'resident memory of the service then',
        value: `${(service.residentBytes / 1024 ** 2).toFixed(0)} MiB`,
        must: '',
        aim: '',
      },
    ];
  } finally {
    await service.stop();
  }
}
