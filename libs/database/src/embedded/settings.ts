import { Endpoint, isSocket } from './endpoint';

/** The settings of the server. They are given on its command line, so they win over postgresql.conf in the data directory. */
export function serverSettings(endpoint: Endpoint): string[] {
  const settings: Record<string, string | number> = {
    port: endpoint.port,
    listen_addresses: isSocket(endpoint) ? '' : endpoint.host,
    unix_socket_directories: isSocket(endpoint) ? endpoint.host : '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',

    // What is acknowledged is on the disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',

    // One machine that does other things too, many short statements, no replica.
    max_connections: 100,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    // Parallel plans put their state into /dev/shm, which has 64 MB in a container.
    max_parallel_workers_per_gather: 0,

    timezone: 'UTC',
    log_timezone: 'UTC',
    // Start-up reads the messages of a server that stopped early.
    lc_messages: 'C',
    // The log must not keep what a tenant may have forgotten: statements and the values in an error's details stay out.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_duration_statement: -1,
    logging_collector: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
