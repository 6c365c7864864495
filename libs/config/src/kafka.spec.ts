import { generateKeyPairSync } from 'node:crypto';
import type { KafkaConfiguration } from './configuration';
import type { Environment } from './environment';
import { FULL_STACK } from './fixtures/full-stack';
import { problemsOf } from './fixtures/problems-of';
import { loadConfiguration } from './load-configuration';

const URL = { SOMABRAIN_KAFKA_URL: 'kafka://kafka:9092' };
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----';
const KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SASL = {
  SOMABRAIN_KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  SOMABRAIN_KAFKA_SASL_USERNAME: 'somabrain',
  SOMABRAIN_KAFKA_SASL_PASSWORD: 'a-password',
};

function kafkaOf(environment: Environment): KafkaConfiguration | null {
  return loadConfiguration({ ...URL, ...environment }).configuration.kafka;
}

function variablesOf(environment: Environment): string[] {
  return problemsOf({ ...URL, ...environment }).map(({ variable }) => variable);
}

describe('Kafka', () => {
  it('is reached without encryption and password unless they are set', () => {
    expect(kafkaOf({})).toEqual({
      brokers: ['kafka:9092'],
      tls: null,
      sasl: null,
      topics: {
        replicationFactor: 1,
        operationsPartitions: 6,
        cognitionPartitions: 3,
        auditRetentionDays: null,
      },
      usageSnapshotSeconds: 60,
    });
  });

  it('keeps three copies in production, and parts operations for more consumers', () => {
    const production = {
      ...FULL_STACK,
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_API_TOKEN: 'an-api-token',
    };
    expect(kafkaOf(production)?.topics).toEqual({
      replicationFactor: 3,
      operationsPartitions: 12,
      cognitionPartitions: 3,
      auditRetentionDays: null,
    });
  });

  it.each<[string, Environment, KafkaConfiguration['tls']]>([
    ['by the switch alone', { SOMABRAIN_KAFKA_SSL: '1' }, { ca: null, certificate: null, key: null }],
    [
      'by the certificates of an authority',
      { SOMABRAIN_KAFKA_SSL_CA: CERTIFICATE },
      { ca: CERTIFICATE, certificate: null, key: null },
    ],
  ])('is encrypted %s', (_, environment, tls) => {
    expect(kafkaOf(environment)?.tls).toEqual(tls);
  });

  it('is told a name and a password, which no dump shows', () => {
    const sasl = kafkaOf(SASL)?.sasl;
    expect(sasl).toMatchObject({ mechanism: 'scram-sha-512', username: 'somabrain' });
    expect(sasl?.password.reveal()).toBe('a-password');
    expect(JSON.stringify(sasl)).not.toContain('a-password');
  });

  it.each<[string, Environment, string[]]>([
    [
      'a name without a password',
      { ...SASL, SOMABRAIN_KAFKA_SASL_PASSWORD: '' },
      ['SOMABRAIN_KAFKA_SASL_PASSWORD'],
    ],
    ['a certificate without its key', { SOMABRAIN_KAFKA_SSL_CERT: CERTIFICATE }, ['SOMABRAIN_KAFKA_SSL_KEY']],
    [
      'a key that is not of the certificate',
      { SOMABRAIN_KAFKA_SSL_CERT: CERTIFICATE, SOMABRAIN_KAFKA_SSL_KEY: KEY },
      ['SOMABRAIN_KAFKA_SSL_KEY'],
    ],
    [
      'an authority while nothing is encrypted',
      { SOMABRAIN_KAFKA_SSL: '0', SOMABRAIN_KAFKA_SSL_CA: CERTIFICATE },
      ['SOMABRAIN_KAFKA_SSL_CA'],
    ],
    ['a path instead of PEM', { SOMABRAIN_KAFKA_SSL_CA: '/etc/ca.pem' }, ['SOMABRAIN_KAFKA_SSL_CA']],
    [
      'an unknown mechanism',
      { ...SASL, SOMABRAIN_KAFKA_SASL_MECHANISM: 'oauthbearer' },
      ['SOMABRAIN_KAFKA_SASL_MECHANISM'],
    ],
  ])('is refused with %s', (_, environment, variables) => {
    expect(variablesOf(environment)).toEqual(variables);
  });

  it('takes a password in plain text, with a warning', () => {
    const { warnings } = loadConfiguration({ ...URL, ...SASL, SOMABRAIN_KAFKA_SASL_MECHANISM: 'plain' });
    expect(warnings).toEqual([expect.stringContaining('plain sends the password as it is')]);
  });
});
