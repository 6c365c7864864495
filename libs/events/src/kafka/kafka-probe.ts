import type { OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@somabrain/kernel';
import type { Admin, Kafka } from 'kafkajs';
import { abandon, disconnect } from './disconnect';
import { kafkaFault } from './kafka-fault';
import { kafkaClient, type KafkaConnection } from './kafka-client';

const CLOSE_TIMEOUT_MS = 1_000;
const TIMEOUTS = { connectMs: 1_000, requestMs: 1_000, retries: 0 };

/** A client, and whether it is ready. */
interface Connected {
  readonly admin: Admin;
  readonly ready: Promise<void>;
}

/**
 * Asks the brokers whether they are there. The connection is opened by the first question; after a failure it is thrown away, whatever state
 * the brokers left it in.
 */
export class KafkaProbe implements OnApplicationShutdown {
  private readonly kafka: Kafka;
  private connected: Connected | null = null;

  constructor(connection: KafkaConnection, logger: Logger) {
    this.kafka = kafkaClient(connection, TIMEOUTS, logger);
  }

  /** @throws BackendFault when no broker answers */
  async ping(): Promise<void> {
    const used = (this.connected ??= this.connect());
    const answered = used.ready.then(() => used.admin.describeCluster());
    try {
      await answered;
    } catch (error) {
      if (this.connected === used) this.connected = null;
      void abandon(used.admin, answered);
      throw kafkaFault(error);
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    if (this.connected) await disconnect(this.connected.admin, CLOSE_TIMEOUT_MS);
    this.connected = null;
  }

  private connect(): Connected {
    const admin = this.kafka.admin();
    return { admin, ready: admin.connect() };
  }
}
