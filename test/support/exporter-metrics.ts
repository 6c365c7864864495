/**
 * What alerts and dashboards read of others than us, and by which labels. test/deploy/monitoring.spec.ts finds each of a real exporter; those of
 * the kubelet and the node exporter stand as their documentation names them.
 */
export const EXPORTER_METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  redis: {
    redis_memory_used_bytes: [],
    redis_memory_max_bytes: [],
    redis_evicted_keys_total: [],
    redis_commands_processed_total: [],
  },
  postgres: {
    pg_stat_database_numbackends: ['datname'],
    pg_settings_max_connections: [],
    pg_stat_database_xact_commit: ['datname'],
    pg_stat_database_blks_hit: ['datname'],
    pg_stat_database_blks_read: ['datname'],
    pg_database_size_bytes: ['datname'],
  },
  kafka: {
    kafka_brokers: [],
    kafka_consumergroup_lag: ['consumergroup', 'topic', 'partition'],
    kafka_topic_partition_current_offset: ['topic', 'partition'],
  },
  opa: {
    http_request_duration_seconds_bucket: ['le'],
  },
};

export const MACHINE_METRICS: Readonly<Record<string, readonly string[]>> = {
  kubelet_volume_stats_available_bytes: ['namespace', 'persistentvolumeclaim'],
  kubelet_volume_stats_capacity_bytes: ['namespace', 'persistentvolumeclaim'],
  node_filesystem_avail_bytes: ['mountpoint', 'fstype'],
  node_filesystem_size_bytes: ['mountpoint', 'fstype'],
};
