import { type AuditObserver, AuditRelay } from '@somabrain/audit';
import { loadConfiguration, readEnvironment } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { KafkaEventBus } from '@somabrain/events';
import { createLogger } from '@somabrain/kernel';

/** A relay as a service runs it, with nothing else in its process. Prints how many records it has published: a line a batch. */
function main(): void {
  const { postgres, kafka } = loadConfiguration(readEnvironment(), { process: 'cli' }).configuration;
  if (!kafka || postgres.server.kind !== 'external') throw new Error('A relay needs a database and Kafka');
  const logger = createLogger('ERROR', { write: (line) => process.stderr.write(line) });
  const database = new Database({ dsn: postgres.server.dsn.reveal(), poolSize: 4 }, logger);
  const bus = new KafkaEventBus(kafka, { published: () => undefined, failed: () => undefined }, logger);
  let published = 0;
  const observer: Pick<AuditObserver, 'published' | 'outbox'> = {
    published: (_, records) => process.stdout.write(`${(published += records)}\n`),
    outbox: () => undefined,
  };
  new AuditRelay(database, bus, observer, logger).start();
}

main();
