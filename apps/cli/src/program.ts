import { AUDIT_STREAMS } from '@somabrain/audit';
import { ROLES } from '@somabrain/auth';
import type { Connection } from '@somabrain/client';
import { type Configuration, loadConfiguration, readApiToken, readEnvironment } from '@somabrain/config';
import { MAINTENANCE_TASKS, type MaintenanceTask } from '@somabrain/database';
import { parseTenantId, VERSION } from '@somabrain/kernel';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { doctor } from './commands/doctor';
import { exportToFile } from './commands/export';
import { importFromFile } from './commands/import';
import { migrate, type MigrateOptions } from './commands/migrate';
import { offsets } from './commands/offsets';
import { recordRun } from './commands/record-run';
import { settings } from './commands/settings';
import { issueToken } from './commands/token';
import { topics, type TopicsOptions } from './commands/topics';
import { verifyAudit, type VerifyOptions } from './commands/verify-audit';
import { verifyPublishedAudit } from './commands/verify-published-audit';
import type { ExitCode } from './exit-codes';
import { Output, type Streams } from './output';

/** What the program works with. */
export interface ProgramSettings {
  readonly streams: Streams;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
  readonly ended: (code: ExitCode) => void;
}

interface ApiOptions {
  readonly url: string;
  readonly tenant?: string;
  readonly token?: string;
  readonly tokenFile?: string;
}

interface ChainOptions {
  readonly all?: boolean;
  readonly tenant?: string;
  readonly stream?: string;
  readonly fromKafka?: boolean;
  readonly retained?: boolean;
}

interface TokenOptions {
  readonly subject: string;
  readonly tenant: readonly string[];
  readonly role: readonly string[];
  readonly ttl: number;
}

interface JsonOption {
  readonly json?: boolean;
}

const DEFAULT_LIFE_SECONDS = 3_600;
const LONGEST_LIFE_SECONDS = 30 * 86_400;

const EXIT_CODES = `
Exit codes: 0 done · 1 failed · 2 usage · 3 an audit chain is broken · 78 configuration refused · 130 interrupted · 141 the reader of the output has ended
Settings are environment variables: see docs/configuration.md.`;

/** The command line. */
export function program({ streams, signal, ended }: ProgramSettings): Command {
  const root = new Command('somabrain')
    .description('Administration CLI: checks, migrates, verifies, exports and imports.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.out.write(text),
      writeErr: (text) => streams.err.write(text),
    })
    .addHelpText('after', EXIT_CODES);
  addBackendCommands(root, { streams, ended });
  addAuditCommands(root, { streams, ended });
  addApiCommands(root, { streams, signal, ended });
  addMcpCommand(root, { streams, signal, ended });
  addTokenCommand(root, { streams, ended });
  command(root, 'settings', 'show the variables that are set, without secrets', [
    'somabrain settings',
  ]).action(({ json }: JsonOption) => {
    ended(settings(new Output(streams, json)));
  });
  return root;
}

/** Commands that work on the configured database and brokers. */
function addBackendCommands(root: Command, { streams, ended }: Omit<ProgramSettings, 'signal'>): void {
  command(root, 'doctor', 'check everything that a working service needs', [
    'somabrain doctor --json',
  ]).action(async ({ json }: JsonOption) => {
    ended(await doctor(new Output(streams, json)));
  });

  command(root, 'migrate', 'bring the database schema up to this release', ['somabrain migrate --dry-run'])
    .option('--dry-run', 'only show what would be applied')
    .option('--adopt', 'take over an existing schema that has no record of its migrations; not in production')
    .action(async ({ json, dryRun = false, adopt = false }: JsonOption & Partial<MigrateOptions>) => {
      ended(await migrate(configuration(), { dryRun, adopt }, new Output(streams, json)));
    });

  command(root, 'topics', 'create the missing topics of Kafka, and check the others', [
    'somabrain topics',
    'somabrain topics --dry-run --json',
  ])
    .option('--dry-run', 'only show what would be created')
    .option('--strict', 'also fail if a topic has less than what is advised')
    .action(async (options: JsonOption & Partial<TopicsOptions>) => {
      const { json, dryRun = false, strict = false } = options;
      ended(await topics(configuration(), { dryRun, strict }, new Output(streams, json)));
    });

  command(root, 'offsets', 'show where the topics of Kafka end, and how far groups have read them', [
    'somabrain offsets',
  ]).action(async ({ json }: JsonOption) => {
    ended(await offsets(configuration(), new Output(streams, json)));
  });
}

/** Commands that work on the audit trail and on the records of maintenance runs. */
function addAuditCommands(root: Command, { streams, ended }: Omit<ProgramSettings, 'signal'>): void {
  const audit = root.command('audit').description('work with the audit trail').exitOverride();
  command(audit, 'verify', 'recompute the audit chains and name the first fault of each', [
    'somabrain audit verify --all',
    'somabrain audit verify --tenant acme --stream operations',
    'somabrain audit verify --all --from-kafka',
  ])
    .option('--tenant <id>', 'of this tenant (default: the configured one)', tenantId)
    .option('--all', 'of every tenant')
    .addOption(new Option('--stream <name>', 'only this stream').choices(AUDIT_STREAMS))
    .option('--from-kafka', 'verify the published records, without the database')
    .addOption(
      new Option(
        '--retained',
        'with --from-kafka: begin with the oldest records that the topics still have',
      ).implies({ fromKafka: true }),
    )
    .action(async ({ json, ...options }: JsonOption & ChainOptions) => {
      const output = new Output(streams, json);
      const { fromKafka = false, retained = false } = options;
      const chains = verifyOptions(options);
      ended(
        fromKafka
          ? await verifyPublishedAudit(configuration(), { ...chains, retained }, output)
          : await verifyAudit(configuration(), chains, output),
      );
    });

  command(root, 'record-run', 'record a run of a maintenance task, for metrics and alerts', [
    'somabrain record-run backup',
    'somabrain record-run test-restore --failed',
  ])
    .addArgument(new Argument('<task>', 'the task').choices(MAINTENANCE_TASKS))
    .option('--failed', 'the run failed')
    .action(async (task: MaintenanceTask, { json, failed = false }: JsonOption & { failed?: boolean }) => {
      ended(await recordRun(configuration(), { task, succeeded: !failed }, new Output(streams, json)));
    });
}

/** Commands that call a running API. */
function addApiCommands(root: Command, { streams, signal, ended }: ProgramSettings): void {
  const exporting = command(root, 'export', 'write the memories of a tenant to a file', [
    'somabrain export --tenant acme -o acme.ndjson',
  ]);
  withConnection(exporting)
    .option('-n, --namespace <name>', 'only of this namespace')
    .option('-o, --output <file>', 'the file; - is the standard output', '-')
    .action(async (options: ApiOptions & JsonOption & { namespace?: string; output: string }) => {
      const { namespace, output: file, json } = options;
      const connection = connectionOf(options);
      ended(await exportToFile({ connection, namespace, file, signal }, new Output(streams, json)));
    });

  const importing = command(
    root,
    'import',
    'import an exported file; after an interruption import it again',
    ['somabrain import acme.ndjson --tenant acme-copy'],
  );
  withConnection(importing)
    .argument('<file>', 'the file; - is the standard input')
    .option('--resume <name>', 'name of the import (default: the id of the export)')
    .action(async (file: string, options: ApiOptions & JsonOption & { resume?: string }) => {
      const { resume, json } = options;
      const connection = connectionOf(options);
      ended(await importFromFile({ connection, resume, file, signal }, new Output(streams, json)));
    });
}

/** The command that a client of the Model Context Protocol starts. */
function addMcpCommand(root: Command, { streams, signal, ended }: ProgramSettings): void {
  const serving = plainCommand(
    root,
    'mcp',
    'connect a client of the Model Context Protocol to an API over standard input and output',
    [
      'somabrain mcp --url https://brain.example.com --token-file ~/.somabrain-token',
      'somabrain mcp --user ana',
    ],
  );
  withConnection(serving)
    .option('--user <id>', 'only the memories of this user')
    .option('-n, --namespace <name>', 'only of this namespace')
    .action(async (options: ApiOptions & { user?: string; namespace?: string }) => {
      // Its libraries take a while to load, and no other command needs them.
      const { serveMcp } = await import('./commands/mcp.js');
      const { user = null, namespace = null } = options;
      const connection = () => connectionOf(options);
      ended(await serveMcp({ connection, user, namespace, signal }, new Output(streams)));
    });
}

/** The command that needs neither a database nor an API. */
function addTokenCommand(root: Command, { streams, ended }: Omit<ProgramSettings, 'signal'>): void {
  command(root, 'token', 'make a token for the API, signed with SOMABRAIN_JWT_SECRET', [
    'somabrain token --subject ana --tenant acme',
    'somabrain token --subject ops --tenant acme --role agent --role auditor --ttl 28800',
  ])
    .requiredOption('--subject <name>', 'the identity, which the audit records')
    .option('--tenant <id>', 'a tenant it may act for; several: repeat it', tenants, [])
    .addOption(
      new Option('--role <name>', 'a role; several: repeat it (default: agent)').argParser(roles).default([]),
    )
    .option('--ttl <seconds>', 'how long it is valid', seconds, DEFAULT_LIFE_SECONDS)
    .action(async ({ subject, tenant, role, ttl, json }: JsonOption & TokenOptions) => {
      const issued = { subject, tenants: tenant, roles: role, lifeSeconds: ttl };
      ended(await issueToken(configuration(), issued, new Output(streams, json)));
    });
}

function command(...given: Parameters<typeof plainCommand>): Command {
  return plainCommand(...given).option('--json', 'one JSON document instead of lines');
}

function plainCommand(
  parent: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  return parent
    .command(name)
    .description(description)
    .exitOverride()
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`);
}

function withConnection(of: Command): Command {
  return of
    .option('--url <url>', 'where the API listens', 'http://127.0.0.1:9696')
    .option('--tenant <id>', 'whose memories (default: the one the API chooses)', tenantId)
    .option('--token-file <file>', 'a file with the bearer token (default: SOMABRAIN_API_TOKEN)')
    .option('--token <token>', 'the token itself; others see it in the list of processes');
}

function configuration(): Configuration {
  return loadConfiguration(readEnvironment(), { process: 'cli' }).configuration;
}

function connectionOf({ url, tenant, token, tokenFile }: ApiOptions): Connection {
  return { baseUrl: url, tenant, token: token ?? readApiToken(readEnvironment(), tokenFile) };
}

function verifyOptions(options: ChainOptions): VerifyOptions {
  const named = options.tenant ?? configuration().tenancy.defaultTenant;
  return {
    tenant: options.all ? null : parseTenantId(named, '--tenant'),
    stream: AUDIT_STREAMS.find((stream) => stream === options.stream) ?? null,
  };
}

function tenants(text: string, previous: readonly string[]): readonly string[] {
  return [...previous, tenantId(text)];
}

function roles(text: string, previous: readonly string[]): readonly string[] {
  if (!Object.hasOwn(ROLES, text)) {
    throw new InvalidArgumentError(`It is none of ${Object.keys(ROLES).join(', ')}.`);
  }
  return [...previous, text];
}

function seconds(text: string): number {
  const given = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (given >= 1 && given <= LONGEST_LIFE_SECONDS) return given;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${LONGEST_LIFE_SECONDS}.`);
}

function tenantId(text: string): string {
  try {
    return parseTenantId(text, '--tenant');
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : 'It is not a tenant id.');
  }
}
