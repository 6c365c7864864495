import type { Logger } from '@somabrain/kernel';
import type { Admin } from 'kafkajs';
import { kafkaClient, type KafkaConnection } from './kafka-client';

const PATIENCE = { connectMs: 1_000, requestMs: 1_000, retries: 0 };

/** Asks the brokers whether they are there. The connection is opened by the first question, and again after a failure. */
export class KafkaProbe {
  private readonly admin: Admin;
  private connected = false;

  constructor(connection: KafkaConnection, logger: Logger) {
    this.admin = kafkaClient(connection, PATIENCE, logger).admin();
  }

  /** @throws when no broker answers */
  async ping(): Promise<void> {
    if (!this.connected) await this.admin.connect();
    this.connected = true;
    try {
      await this.admin.describeCluster();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.connected = false;
    await this.admin.disconnect();
  }
}
