import type { Configuration } from '@somabrain/config';

/** Where the memory service listens, and how it is asked. */
export type RemoteMemory = NonNullable<Configuration['memory']['remote']>;
