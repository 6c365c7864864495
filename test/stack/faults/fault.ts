/** What can go wrong with a server. */
export const KINDS = ['stopped', 'frozen', 'killed', 'slow', 'garbage'] as const;
export type Kind = (typeof KINDS)[number];

/** The servers that the services depend on. */
export const SERVERS = ['redis', 'kafka', 'opa', 'postgres', 'memory'] as const;
export type ServerName = (typeof SERVERS)[number];

/** One or several servers in trouble. */
export interface Fault {
  readonly servers: readonly ServerName[];
  readonly kind: Kind;
}

/** Each server with each kind of trouble, and the two that hold the audit trail killed together. */
export const ALL_FAULTS: readonly Fault[] = [
  ...SERVERS.flatMap((server) => KINDS.map((kind): Fault => ({ servers: [server], kind }))),
  { servers: ['postgres', 'kafka'], kind: 'killed' },
];

export function nameOf({ servers, kind }: Fault): string {
  return `${servers.join(' and ')} ${kind}`;
}
