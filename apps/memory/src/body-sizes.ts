const MIB = 1024 * 1024;

/** A body of the API is 1 MiB at most, and may grow when it is written out with what the API adds. */
export const CALL_BODY = { limitBytes: 2 * MIB };
/** Up to 1,000 memories. */
export const BATCH_BODY = { limitBytes: 64 * MIB, elements: 1_000, values: 1_000_000 };
/** Up to 500 steps, some of them with 500 links. */
export const CONSOLIDATION_BODY = { limitBytes: 32 * MIB, elements: 500, values: 1_500_000 };
