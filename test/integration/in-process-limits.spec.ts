import { InProcessRateLimiter } from '@somabrain/limits';
import { describeRateLimiter } from '../contract/rate-limiter.contract';

describe('limits in process', () => {
  const limiter = new InProcessRateLimiter();

  describeRateLimiter('in process', () => [limiter]);
});
