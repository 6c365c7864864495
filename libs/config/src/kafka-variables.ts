import { optionalVariable, variable } from './variable';
import { kafkaBrokers, onOrOff, pem, saslMechanism, text, wholeNumber } from './variable-kinds';

/** How Kafka is reached, and how its topics are made. */
export const kafkaVariables = {
  SOMABRAIN_KAFKA_URL: optionalVariable(kafkaBrokers, 'audit records are published in the process', {
    group: 'Kafka',
    description: 'Brokers of Kafka, which audit records are published to; one is enough to find the others.',
    aliases: ['KAFKA_BOOTSTRAP_SERVERS', 'KAFKA_BROKERS', 'KAFKA_URL', 'SOMA_KAFKA_URL'],
  }),
  SOMABRAIN_KAFKA_SSL: optionalVariable(onOrOff, 'on where one of the next two is set, off otherwise', {
    group: 'Kafka',
    description:
      'Whether connections to the brokers are encrypted (TLS), and the brokers prove who they are.',
  }),
  SOMABRAIN_KAFKA_SSL_CA: optionalVariable(pem, 'the authorities that Node trusts', {
    group: 'Kafka',
    description:
      "Certificates of the authority that signed the brokers' (usually as SOMABRAIN_KAFKA_SSL_CA_FILE).",
  }),
  SOMABRAIN_KAFKA_SSL_CERT: optionalVariable(pem, 'none', {
    group: 'Kafka',
    description: 'Certificate that this process shows the brokers.',
  }),
  SOMABRAIN_KAFKA_SSL_KEY: optionalVariable(pem, 'none', {
    group: 'Kafka',
    description: 'Private key of that certificate.',
    sensitive: true,
  }),
  SOMABRAIN_KAFKA_SASL_MECHANISM: optionalVariable(saslMechanism, 'the brokers ask for no password', {
    group: 'Kafka',
    description: 'How this process proves to the brokers who it is; it needs the next two.',
  }),
  SOMABRAIN_KAFKA_SASL_USERNAME: optionalVariable(text, 'none', {
    group: 'Kafka',
    description: 'Its name.',
  }),
  SOMABRAIN_KAFKA_SASL_PASSWORD: optionalVariable(text, 'none', {
    group: 'Kafka',
    description: 'Its password.',
    sensitive: true,
  }),
  SOMABRAIN_KAFKA_REPLICATION_FACTOR: optionalVariable(
    wholeNumber(1, 16),
    '3 in staging and production, 1 otherwise',
    {
      group: 'Kafka',
      description:
        'Copies of each topic that `somabrain topics` creates. All but one must have taken a record before it counts as published.',
    },
  ),
  SOMABRAIN_KAFKA_OPERATIONS_PARTITIONS: optionalVariable(
    wholeNumber(1, 1_000),
    '12 in staging and production, 6 otherwise',
    {
      group: 'Kafka',
      description:
        'Partitions of audit.operations. Final: more of them later would break the order of the records of a tenant.',
    },
  ),
  SOMABRAIN_KAFKA_COGNITION_PARTITIONS: variable(wholeNumber(1, 1_000), '3', {
    group: 'Kafka',
    description:
      'Partitions of each topic of the cognitive loop (cog.*, memory.episodic.snapshot): so many processes of a role share its work. 12 and more for many tenants.',
  }),
  SOMABRAIN_KAFKA_AUDIT_RETENTION_DAYS: optionalVariable(wholeNumber(1, 36_500), 'for ever', {
    group: 'Kafka',
    description: 'Days that the audit topics keep a record.',
  }),
  SOMABRAIN_USAGE_SNAPSHOT_SECONDS: variable(wholeNumber(1, 86_400), '60', {
    group: 'Kafka',
    description: 'Seconds between two snapshots of what tenants use, published to metrics.streams.',
  }),
};
