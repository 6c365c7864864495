/** A variable that only the compose files and the scripts around them read. */
export interface ComposeVariable {
  /** One sentence for an operator. */
  readonly description: string;
  readonly accepts: string;
  /** What the compose files take where it is not set. */
  readonly fixedDefault: string;
}

const PORT = 'a free port of this machine';

function port(fixedDefault: string, of: string): ComposeVariable {
  return { description: `Port of this machine for ${of}.`, accepts: PORT, fixedDefault };
}

/** What is read from `.env` by docker compose, and by no process of SomaBrain. */
export const COMPOSE_VARIABLES: ReadonlyMap<string, ComposeVariable> = new Map([
  [
    'SOMA_VERSION',
    {
      description: 'Tag of the image; docker-compose.prod.yml demands one.',
      accepts: 'a tag, such as v0.1.0',
      fixedDefault: 'latest',
    },
  ],
  ['SOMABRAIN_HOST_PORT', port('9999', 'the API')],
  ['REDIS_HOST_PORT', port('30100', 'Redis')],
  ['KAFKA_BROKER_HOST_PORT', port('30102', 'Kafka (its listener EXTERNAL)')],
  ['KAFKA_EXPORTER_HOST_PORT', port('30103', 'the metrics of Kafka')],
  ['OPA_HOST_PORT', port('30104', 'OPA, on 127.0.0.1')],
  ['PROMETHEUS_HOST_PORT', port('30105', 'Prometheus')],
  ['POSTGRES_HOST_PORT', port('30106', 'Postgres')],
  ['POSTGRES_EXPORTER_HOST_PORT', port('30107', 'the metrics of Postgres')],
  ['REDIS_EXPORTER_HOST_PORT', port('30108', 'the metrics of Redis')],
  [
    'HOST_BIND_ADDRESS',
    {
      description: 'Address of this machine that the ports above listen on, but those of Kafka and OPA.',
      accepts: 'an IP address of this machine, or 0.0.0.0 for all',
      fixedDefault: '127.0.0.1',
    },
  ],
  [
    'KAFKA_EXTERNAL_HOST',
    {
      description: 'Name by which clients outside of the stack reach Kafka.',
      accepts: 'a host name or an IP address',
      fixedDefault: 'localhost',
    },
  ],
  [
    'KAFKA_BIND_ADDRESS',
    {
      description: 'Address of this machine that the port of Kafka listens on.',
      accepts: 'an IP address of this machine, or 0.0.0.0 for all',
      fixedDefault: '127.0.0.1',
    },
  ],
  [
    'POSTGRES_OWNER_PASSWORD',
    {
      description:
        'Password of somabrain_owner, the owner of the database: migrations and backups log in as it, services do not.',
      accepts: 'a random text, such as `openssl rand -hex 32` prints',
      fixedDefault: 'soma_dev_pass_owner_CHANGE_IN_PRODUCTION',
    },
  ],
  [
    'POSTGRES_EXPORTER_PASSWORD',
    {
      description: 'Password of somabrain_exporter, which reads the statistics of Postgres for Prometheus.',
      accepts: 'a random text, such as `openssl rand -hex 32` prints',
      fixedDefault: 'soma_dev_pass_exporter_CHANGE_IN_PRODUCTION',
    },
  ],
  [
    'OPA_POLICIES',
    {
      description:
        'Policy that OPA loads in docker-compose.yml: the permissive one, or one that denies by default.',
      accepts: 'policies or policies-prod',
      fixedDefault: 'policies',
    },
  ],
  [
    'FILES_DIR',
    {
      description:
        'Folder of this machine that processes of SomaBrain read as /files, such as the key of SOMABRAIN_JWT_PUBLIC_KEY_PATH=/files/public.pem.',
      accepts: 'the path of a folder; uid 1000 must be allowed to read its files',
      fixedDefault: './deploy/files',
    },
  ],
  [
    'BACKUP_KEEP_DAYS',
    {
      description: 'Days after which a backup is deleted, once a newer one is whole.',
      accepts: 'a whole number from 1',
      fixedDefault: '30',
    },
  ],
  [
    'BACKUP_UPLOAD_COMMAND',
    {
      description: 'Run by bash with the directory of a new backup as $1 and its name as $2.',
      accepts: 'a command in single quotes, such as \'rclone copy "$1" "store:somabrain/$2"\'',
      fixedDefault: '',
    },
  ],
  [
    'BACKUP_SIGNING_KEY',
    {
      description:
        'Signs backups, so that a changed one is refused; BACKUP_SIGNING_KEY_FILE names a file with it instead.',
      accepts: 'a private Ed25519 key as one line of base64 or as PEM: scripts/make-backup-key.sh',
      fixedDefault: '',
    },
  ],
  [
    'BACKUP_PUBLIC_KEY',
    {
      description:
        'Checks the signature of backups beside BACKUP_SIGNING_KEY: where that is not, or that of an earlier key; BACKUP_PUBLIC_KEY_FILE names a file with it instead.',
      accepts: 'a public Ed25519 key as one line of base64 or as PEM',
      fixedDefault: '',
    },
  ],
]);
