import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Logger } from '@somabrain/kernel';
import { MEMORY_ADAPTER } from '../memory-adapter';
import type { MemoryService } from '../memory-service';
import { CoRecallLinks } from './co-recall-links';
import { RecalledPairs } from './recalled-pairs';

/** Notes which memories are recalled together, and links them where the configuration says so. */
@Module({})
export class CoRecallModule {
  /** @param adapter exports `MEMORY_ADAPTER` */
  static forRoot(adapter: Type | DynamicModule): DynamicModule {
    return {
      module: CoRecallModule,
      imports: [adapter],
      providers: [
        RecalledPairs,
        {
          // Null where the configuration wants no such links.
          provide: CoRecallLinks,
          inject: [Configuration, MEMORY_ADAPTER, RecalledPairs, Logger],
          useFactory: (
            { coRecallLinks }: Configuration,
            memory: MemoryService,
            pairs: RecalledPairs,
            logger: Logger,
          ) => (coRecallLinks ? new CoRecallLinks(memory, pairs, logger) : null),
        },
      ],
      exports: [RecalledPairs],
    };
  }
}
