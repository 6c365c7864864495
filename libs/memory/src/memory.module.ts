import { type DynamicModule, Module } from '@nestjs/common';
import { HttpMemoryModule } from './http/http-memory.module';
import type { RemoteMemory } from './http/remote-memory';
import { InProcessMemoryModule } from './in-process/in-process-memory.module';

/** Binds `MemoryService`: the one place that chooses its adapter. */
@Module({})
export class MemoryModule {
  /** @param remote the service that keeps the memories; null: this process does */
  static forRoot(remote: RemoteMemory | null): DynamicModule {
    const adapter = remote ? HttpMemoryModule.forRoot(remote) : InProcessMemoryModule;
    return { module: MemoryModule, imports: [adapter], exports: [adapter] };
  }
}
