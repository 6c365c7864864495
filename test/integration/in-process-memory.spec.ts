import type { InProcessMemory } from '@somabrain/memory';
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
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

describe('long-term memory in process', () => {
  let test: TestDatabase;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  describeMemoryService('in process', () => memory.service);
  describeMemoryChanges('in process', () => memory.service);
  describeMemoryFilters('in process', () => memory.service);
  describeConsolidation(
    'in process',
    () => memory.service,
    () => test.database,
  );
  describeMemoryKeys('in process', () => memory.service);
  describeMemoryLifetime('in process', () => memory.service);
  describeMemoryLinks('in process', () => memory.service);
  describeMemoryPast('in process', () => memory.service);
  describeRecallAnswer('in process', () => memory.service);
  describeMemoryScopes('in process', () => memory.service);
  describeMemoryRatings('in process', () => memory.service);
  describeMemoryTransfer('in process', () => memory.service);
  describeMemoryVisibility('in process', () => memory.service);
});
