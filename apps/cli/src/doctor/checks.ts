import { statfs } from 'node:fs/promises';
import { countWaitingRecords } from '@somabrain/audit';
import { memoryLimitBytes } from '@somabrain/config';
import { assertServiceRole, pendingMigrations } from '@somabrain/database';
import { KafkaTopics, plannedTopics } from '@somabrain/events';
import { createLogger } from '@somabrain/kernel';
import { migrations } from '../../../../migrations';
import { asOwner } from '../as-owner';
import { BACKEND_CHECKS } from './backend-checks';
import type { Check } from './check';
import { judgeClock, judgeDisk, judgeIndexMemory, judgeServerVersion, judgeTopics } from './judgements';

/** Every table with tenants that would show all of them to everyone. */
const UNPROTECTED = `
  select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)
  order by 1`;
const OWNER_CLOCK = `select (extract(epoch from clock_timestamp()) * 1000)::double precision as now`;
/** Whether row-level security lets this user see the rows of every tenant. */
const IS_OWNER = `select pg_has_role(current_user, relowner, 'usage') as "isOwner" from pg_class where oid = to_regclass('memories')`;
const LARGEST = `select tenant_id, namespace, count(*)::integer as memories from memories group by 1, 2 order by 3 desc limit 1`;
const MANY_WAITING = 10_000;
const COUNTED_TO = 100_000;

/** Whether the database answers at all. */
export const REACHABLE: Check = {
  name: 'database',
  advice: 'start it, or correct SOMABRAIN_POSTGRES_DSN and SOMABRAIN_POSTGRES_MIGRATION_DSN',
  run: async (_, { ownerDsn }) => {
    const start = performance.now();
    const [row] = await asOwner<{ version: string }>(
      ownerDsn,
      `select current_setting('server_version_num') as version`,
    );
    return judgeServerVersion(Number(row?.version ?? 0), performance.now() - start);
  },
};

const roles: Check = {
  name: 'roles',
  advice:
    'run: somabrain migrate; and see whether the role of SOMABRAIN_POSTGRES_DSN may become somabrain_service',
  run: async (_, open) => {
    await assertServiceRole(open.database);
    await open.database.asMaintenance({ text: 'select 1' }, []);
    return {
      status: 'ok',
      detail: 'the service works as somabrain_service, for which row-level security holds',
    };
  },
};

const rowLevelSecurity: Check = {
  name: 'row-level security',
  advice: 'run: somabrain migrate',
  run: async (_, { ownerDsn }) => {
    const tables = (await asOwner<{ name: string }>(ownerDsn, UNPROTECTED)).map(({ name }) => name);
    if (tables.length === 0) return { status: 'ok', detail: 'forced on every table with tenants' };
    const detail = `not forced on ${tables.join(', ')}`;
    const [table] = tables;
    const advice = `run: alter table ${table} enable row level security, force row level security`;
    return { status: 'failed', detail, advice };
  },
};

const schema: Check = {
  name: 'migrations',
  advice: 'see whether SOMABRAIN_POSTGRES_MIGRATION_DSN names the owner of the tables',
  run: async (_, { ownerDsn }) => {
    const pending = await pendingMigrations(ownerDsn, migrations);
    if (pending.length === 0) return { status: 'ok', detail: `all ${migrations.length} are applied` };
    return { status: 'failed', detail: `${pending.length} are pending`, advice: 'run: somabrain migrate' };
  },
};

const indexMemory: Check = {
  name: 'index memory',
  advice: 'run: somabrain migrate',
  run: async ({ index }, { ownerDsn }) => {
    const [user] = await asOwner<{ isOwner: boolean }>(ownerDsn, IS_OWNER);
    if (user?.isOwner === false) {
      const detail = `${index.memoryMb} MiB; how much the largest namespace takes is seen by the owner of the tables alone`;
      return { status: 'ok', detail: `${detail} (SOMABRAIN_POSTGRES_MIGRATION_DSN)` };
    }
    const [largest] = await asOwner<{ tenant_id: string; namespace: string; memories: number }>(
      ownerDsn,
      LARGEST,
    );
    const name = largest ? `${largest.namespace} of ${largest.tenant_id}` : 'none';
    return judgeIndexMemory(index.memoryMb, memoryLimitBytes(), { name, memories: largest?.memories ?? 0 });
  },
};

const clock: Check = {
  name: 'clock',
  advice: 'look at the database',
  run: async (_, { ownerDsn }) => {
    const sent = Date.now();
    const [row] = await asOwner<{ now: number }>(ownerDsn, OWNER_CLOCK);
    const received = Date.now();
    return judgeClock((row?.now ?? 0) - (sent + received) / 2, (received - sent) / 2);
  },
};

const disk: Check = {
  name: 'disk',
  advice: 'see whether SOMABRAIN_DATA_DIR can be read',
  run: async ({ postgres }, { ownerDsn }) => {
    if (postgres.server.kind === 'embedded') {
      const { bavail, blocks, bsize } = await statfs(postgres.server.dataDirectory);
      return judgeDisk(bavail * bsize, blocks * bsize);
    }
    const [row] = await asOwner<{ size: string }>(
      ownerDsn,
      `select pg_size_pretty(pg_database_size(current_database())) as size`,
    );
    return {
      status: 'ok',
      detail: `the database takes ${row?.size}; the server’s free space is not visible from here`,
    };
  },
};

const auditOutbox: Check = {
  name: 'audit outbox',
  advice: 'run: somabrain migrate',
  run: async (_, { database }) => {
    const waiting = await countWaitingRecords(database, COUNTED_TO + 1);
    const detail = `${waiting > COUNTED_TO ? `more than ${COUNTED_TO}` : waiting} chains’ pieces wait to be published`;
    if (waiting < MANY_WAITING) return { status: 'ok', detail };
    return { status: 'warning', detail, advice: 'see whether a service runs that publishes them' };
  },
};

const kafka: Check = {
  name: 'kafka',
  advice: 'start it, or correct SOMABRAIN_KAFKA_URL and what goes with it',
  run: async ({ kafka: brokers }) => {
    if (!brokers)
      return { status: 'ok', detail: 'not configured: audit records are published in the process' };
    const plans = plannedTopics(brokers.topics);
    const compare = (topics: KafkaTopics) => topics.compare(plans);
    return judgeTopics(await KafkaTopics.open(brokers, createLogger('FATAL'), compare));
  },
};

/** What `somabrain doctor` looks at, in this order. */
export const CHECKS: readonly Check[] = [
  REACHABLE,
  schema,
  roles,
  rowLevelSecurity,
  indexMemory,
  clock,
  disk,
  auditOutbox,
  kafka,
  ...BACKEND_CHECKS,
];
