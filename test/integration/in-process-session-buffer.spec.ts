import { InProcessSessionBuffer } from '@somabrain/working-memory';
import { BOUNDS, describeSessionBuffer } from '../contract/session-buffer.contract';

describe('working memory in process', () => {
  const buffer = new InProcessSessionBuffer(BOUNDS);
  const shortLived = new InProcessSessionBuffer({ ...BOUNDS, ttlMs: 50 });

  describeSessionBuffer(
    'in process',
    () => [buffer],
    () => shortLived,
  );
});
