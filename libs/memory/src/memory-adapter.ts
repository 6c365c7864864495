/** What an adapter's module binds the memory service to: `MemoryModule` puts before it what every adapter shares. */
export const MEMORY_ADAPTER = Symbol('memory adapter');
