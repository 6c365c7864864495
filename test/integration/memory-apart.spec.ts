import { describeMemoryChanges } from '../contract/memory-changes.contract';
import { describeMemoryFilters } from '../contract/memory-filters.contract';
import { describeConsolidation } from '../contract/consolidation.contract';
import { describeMemoryKeys } from '../contract/memory-keys.contract';
import { describeMemoryLifetime } from '../contract/memory-lifetime.contract';
import { describeMemoryLinks } from '../contract/memory-links.contract';
import { describeMemoryPast } from '../contract/memory-past.contract';
import { describeMemoryScopes } from '../contract/memory-scopes.contract';
import { describeRecallAnswer } from '../contract/recall-answer.contract';
import { describeMemoryRatings } from '../contract/memory-ratings.contract';
import { describeMemoryService } from '../contract/memory-service.contract';
import { describeMemoryTransfer } from '../contract/memory-transfer.contract';
import { describeMemoryVisibility } from '../contract/memory-visibility.contract';
import { type MemoryApart, startMemoryApart } from '../support/memory-apart';
import { TestDatabase } from '../support/test-database';

describe('long-term memory in a service of its own', () => {
  let test: TestDatabase;
  let apart: MemoryApart;

  beforeAll(async () => {
    test = await TestDatabase.create();
    apart = await startMemoryApart(test.dsn);
  });

  afterAll(async () => {
    await apart.stop();
    await test.drop();
    expect(apart.log.filter((line) => /"level":"(ERROR|FATAL)"/.test(line))).toEqual([]);
  });

  describeMemoryService('apart', () => apart.service);
  describeMemoryChanges('apart', () => apart.service);
  describeMemoryFilters('apart', () => apart.service);
  describeConsolidation(
    'apart',
    () => apart.service,
    () => test.database,
  );
  describeMemoryKeys('apart', () => apart.service);
  describeMemoryLifetime('apart', () => apart.service);
  describeMemoryLinks('apart', () => apart.service);
  describeMemoryPast('apart', () => apart.service);
  describeRecallAnswer('apart', () => apart.service);
  describeMemoryScopes('apart', () => apart.service);
  describeMemoryRatings('apart', () => apart.service);
  describeMemoryTransfer('apart', () => apart.service);
  describeMemoryVisibility('apart', () => apart.service);
});
