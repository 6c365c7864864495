/** What is configured: the API, the memory service apart, a worker of the cognitive loop, or the command line. */
export type ProcessKind = 'api' | 'memory' | 'cognition' | 'cli';
