import type { LogLevel, TenantId } from '@somabrain/kernel';
import type { CognitiveLoopConfiguration } from './cognitive-loop-configuration';
import type { Secret } from './secret';

export const MODES = ['development', 'enterprise', 'staging', 'production'] as const;
export type Mode = (typeof MODES)[number];

/** Whose answers clients get: those of this release, or those that clients of the original expect. */
export const COMPATIBILITIES = ['none', 'original'] as const;
export type Compatibility = (typeof COMPATIBILITIES)[number];

/** The policies that come with the project. */
export const POLICY_BUNDLES = ['example', 'default'] as const;
export type PolicyBundle = (typeof POLICY_BUNDLES)[number];

export interface EmbeddedPostgres {
  readonly kind: 'embedded';
  /** Absolute path of the directory that holds the data. */
  readonly dataDirectory: string;
}

export interface ExternalPostgres {
  readonly kind: 'external';
  /** Connection URL of the service, with its credentials. */
  readonly dsn: Secret;
  /** Connection URL of the tables' owner, used by migrations only. */
  readonly migrationDsn: Secret;
}

/** What tokens are checked with. */
export interface JwtConfiguration {
  /** The present one and the one before; none: tokens are not signed with a secret. */
  readonly secrets: readonly Secret[];
  /** PEM. */
  readonly publicKey: string | null;
  readonly jwksUrl: string | null;
  readonly issuer: string | null;
  readonly audience: string | null;
  /** Of a token that says nothing of tenants; null: it belongs to none. */
  readonly tenant: TenantId | null;
}

/** How a process proves to the brokers who it is. */
export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

export interface KafkaConfiguration {
  /** `host:port` of each. */
  readonly brokers: readonly string[];
  /** Null: connections are not encrypted. PEM. */
  readonly tls: {
    /** Null: the authorities that Node trusts. */
    readonly ca: string | null;
    readonly certificate: string | null;
    readonly key: Secret | null;
  } | null;
  readonly sasl: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: Secret;
  } | null;
  /** How topics are made. */
  readonly topics: {
    readonly replicationFactor: number;
    readonly operationsPartitions: number;
    readonly cognitionPartitions: number;
    /** Null: for ever. */
    readonly auditRetentionDays: number | null;
  };
  /** Between two snapshots of what tenants use. */
  readonly usageSnapshotSeconds: number;
}

/** What the process was told, checked, completed and frozen. The class is its own injection token. */
export abstract class Configuration {
  abstract readonly mode: Mode;
  abstract readonly http: {
    readonly host: string;
    /** 0 means any free port. */
    readonly port: number;
    /** How long a process that was asked to stop goes on answering. */
    readonly shutdownDelaySeconds: number;
  };
  abstract readonly logging: { readonly level: LogLevel };
  abstract readonly postgres: {
    readonly server: EmbeddedPostgres | ExternalPostgres;
    /** Most connections this process holds. */
    readonly poolSize: number;
    readonly autoMigrate: boolean;
  };
  /** Null: there is none. */
  abstract readonly redis: {
    /** Connection URL with its password. */
    readonly url: Secret;
  } | null;
  /** Null: there is none. */
  abstract readonly kafka: KafkaConfiguration | null;
  /** What the deployment must not do without. */
  abstract readonly strict: {
    readonly externalBackends: boolean;
    readonly fullStack: boolean;
    readonly memory: boolean;
    /** How long the start waits for what must answer. */
    readonly waitSeconds: number;
    /** Whether a policy server that allows everything is refused. */
    readonly closedPolicy: boolean;
  };
  abstract readonly tenancy: { readonly defaultTenant: TenantId };
  abstract readonly index: {
    /** Budget of the in-memory search indexes in MiB. */
    readonly memoryMb: number;
    /** Threads that load indexes, rank and analyse batches; 0: the one that answers requests. */
    readonly threads: number;
    /** Memories of a namespace from which its index is stored beside them; 0: never. */
    readonly snapshotsFrom: number;
    /** Paths of the metadata whose words find a memory. */
    readonly searchableMetadata: readonly string[];
  };
  abstract readonly content: {
    /** Characters that the text of a new memory may have. */
    readonly maxCharacters: number;
  };
  abstract readonly writes: {
    /** Items that may wait for group commit before a write is refused. */
    readonly queueMax: number;
  };
  /** How callers show who they are; null: they need not, and everybody is an administrator. */
  abstract readonly auth: {
    /** Of an administrator. */
    readonly apiToken: Secret | null;
    readonly jwt: JwtConfiguration;
  } | null;
  /** Where clients are told to get tokens; null: they are not told. */
  abstract readonly oauth: {
    /** By which clients reach the API, without a slash at its end. */
    readonly publicUrl: string;
    /** Issuer URLs, at least one. */
    readonly authorizationServers: readonly string[];
  } | null;
  abstract readonly metrics: {
    /** Who reads /metrics without a token: everybody, this machine alone, or nobody. The documentation is closed where nobody does. */
    readonly open: 'everybody' | 'loopback' | 'nobody';
    /** Opens /metrics, and nothing else. */
    readonly token: Secret | null;
  };
  /** How clients are answered that do not say which answers they expect. */
  abstract readonly compatibility: Compatibility;
  /** Pages of these places may read answers; none: no page of another place may. */
  abstract readonly corsOrigins: readonly string[];
  /** Further host names by which a service is called that asks for no token. */
  abstract readonly allowedHosts: readonly string[];
  abstract readonly policy: {
    /** The OPA server that decides; null: the policy `bundle` does, in this process. */
    readonly opa: {
      readonly url: string;
      readonly timeoutMs: number;
      /** Null: none is sent. */
      readonly token: Secret | null;
    } | null;
    readonly bundle: PolicyBundle;
    /** Whether nothing is allowed while no decision can be had. */
    readonly failClosed: boolean;
    /** Milliseconds that a decision holds. */
    readonly cacheMs: number;
  };
  abstract readonly limits: {
    /** Requests of a tenant: so many a second in the long run, so many at once. Null: without a limit. */
    readonly rate: { readonly perSecond: number; readonly burst: number } | null;
    /** Memories that a tenant may store or change a day (UTC). Null: without a limit. */
    readonly writesADay: number | null;
  };
  abstract readonly memory: {
    /** Where the memory service listens when this process is it. */
    readonly listen: { readonly host: string; readonly port: number };
    /** What the memory service and those who ask it share; null: none was set. */
    readonly token: Secret | null;
    /** The memory service that this process asks; null: it keeps the memories itself. */
    readonly remote: {
      /** URL without a slash at its end. */
      readonly endpoint: string;
      readonly token: Secret | null;
      /** Milliseconds it may take to answer. */
      readonly timeoutMs: number;
      /** Whether writes are queued in the journal while it is unavailable; else they are refused. */
      readonly journal: boolean;
    } | null;
  };
  /** What adds to the score of a memory, as a share of it. */
  abstract readonly ranking: {
    readonly importanceWeight: number;
    readonly recencyWeight: number;
    readonly recencyHalfLifeDays: number;
    readonly sessionWeight: number;
    readonly linkWeight: number;
    readonly feedbackWeight: number;
  };
  /** Whether memories that are recalled together are linked. */
  abstract readonly coRecallLinks: boolean;
  /** The working memory of a session. */
  abstract readonly workingMemory: {
    /** Entries it holds at once. */
    readonly capacity: number;
    readonly ttlSeconds: number;
  };
  /** Of consolidation. */
  abstract readonly sleep: {
    /** Between two runs of a tenant; 0: only what is asked for. */
    readonly intervalSeconds: number;
  };
  abstract readonly cognition: CognitiveLoopConfiguration;
  abstract readonly changes: { readonly retentionDays: number };
  /** Null: nothing is traced. */
  abstract readonly telemetry: {
    /** URL of the collector that spans are sent to. */
    readonly endpoint: string;
  } | null;
}
