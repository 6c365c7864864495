import {
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Type,
} from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Logger } from '@somabrain/kernel';
import { MEMORY_ADAPTER } from '../memory-adapter';
import type { MemoryService } from '../memory-service';
import { CoRecallLinks } from './co-recall-links';
import { RecalledPairs } from './recalled-pairs';

@Injectable()
class CoRecallLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly links: CoRecallLinks,
    private readonly configuration: Configuration,
  ) {}

  onApplicationBootstrap(): void {
    if (this.configuration.coRecallLinks) this.links.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.links.stop();
  }
}

/** Notes which memories are recalled together, and links them where the configuration says so. */
@Module({})
export class CoRecallModule {
  /** @param adapter exports `MEMORY_ADAPTER` */
  static forRoot(adapter: Type | DynamicModule): DynamicModule {
    return {
      module: CoRecallModule,
      imports: [adapter],
      providers: [
        { provide: RecalledPairs, useFactory: () => new RecalledPairs() },
        {
          provide: CoRecallLinks,
          inject: [MEMORY_ADAPTER, RecalledPairs, Logger],
          useFactory: (memory: MemoryService, pairs: RecalledPairs, logger: Logger) =>
            new CoRecallLinks(memory, pairs, logger),
        },
        CoRecallLifecycle,
      ],
      exports: [RecalledPairs],
    };
  }
}
