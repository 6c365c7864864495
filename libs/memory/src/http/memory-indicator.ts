import { Injectable } from '@nestjs/common';
import { BackendIndicator } from '@somabrain/health';
import { MemoryConnection } from './memory-connection';

/** Asks the memory service whether it takes our requests. */
@Injectable()
export class MemoryIndicator extends BackendIndicator {
  readonly name = 'memory';
  readonly embedded = false;

  constructor(private readonly connection: MemoryConnection) {
    super();
  }

  ping(): Promise<void> {
    return this.connection.ping();
  }
}
