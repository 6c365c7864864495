import type { Permission } from '@somabrain/auth';
import type { Caller } from '@somabrain/http';
import type { JsonObject } from '@somabrain/kernel';
import type { MemoryService } from '@somabrain/memory';
import type { ToolInput, ToolOutput } from './tool-schema';

/** What an agent can do. What it gives is checked with the schema of the route that does the same. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model that chooses among tools. */
  readonly description: string;
  readonly permission: Permission;
  readonly input: ToolInput;
  readonly output: ToolOutput;
  readonly hints: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
  };
  /**
   * @param given as `readArguments` read it
   * @throws ZodError for a wrong argument; Problem
   */
  readonly call: (memories: MemoryService, caller: Caller, given: JsonObject) => Promise<object>;
}
