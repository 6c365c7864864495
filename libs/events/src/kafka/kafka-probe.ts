import type { Logger } from '@somabrain/kernel';
import type { Admin, Kafka } from 'kafkajs';
import { kafkaClient, type KafkaConnection } from './kafka-client';

const PATIENCE = { connectMs: 1_000, requestMs: 1_000, retries: 0 };

/**
 * Asks the brokers whether they are there. The connection is opened by the first question; after a failure it is thrown away, whatever state
 * the brokers left it in.
 */
export class KafkaProbe {
  private readonly kafka: Kafka;
  private admin: Promise<Admin> | null = null;

  constructor(connection: KafkaConnection, logger: Logger) {
    this.kafka = kafkaClient(connection, PATIENCE, logger);
  }

  /** @throws when no broker answers */
  async ping(): Promise<void> {
    const used = (this.admin ??= this.connect());
    try {
      await (await used).describeCluster();
    } catch (error) {
      if (this.admin === used) this.admin = null;
      void disconnect(used);
      throw error;
    }
  }

  async close(): Promise<void> {
    const { admin } = this;
    this.admin = null;
    if (admin) await disconnect(admin);
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}

/** Never rejects: whatever it was connected to may be gone. */
async function disconnect(connecting: Promise<Admin>): Promise<void> {
  try {
    await (await connecting).disconnect();
  } catch {
    // It was never connected, or is not any more.
  }
}
