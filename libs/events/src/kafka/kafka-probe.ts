import { type Admin, Kafka, logLevel } from 'kafkajs';

const CONNECT_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 1_000;

/** Asks the brokers whether they are there. The connection is opened by the first question, and again after a failure. */
export class KafkaProbe {
  private readonly admin: Admin;
  private connected = false;

  /** @param brokers `host:port` of each */
  constructor(brokers: readonly string[]) {
    const kafka = new Kafka({
      clientId: 'somabrain',
      brokers: [...brokers],
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      retry: { retries: 0 },
      logLevel: logLevel.NOTHING,
    });
    this.admin = kafka.admin();
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
