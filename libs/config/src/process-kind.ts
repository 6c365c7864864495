/** What is configured: the API, the memory service apart, or the command line. */
export type ProcessKind = 'api' | 'memory' | 'cli';
