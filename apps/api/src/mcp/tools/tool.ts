import type { Permission } from '@somabrain/auth';
import type { JsonObject, TenantContext } from '@somabrain/kernel';
import type { Adaptation, ContextBuilder } from '@somabrain/cognition';
import type { MemoryService } from '@somabrain/memory';
import type { ToolInput, ToolOutput } from './tool-schema';

/** The use cases that tools share with the routes. */
export interface ToolServices {
  readonly memories: MemoryService;
  readonly contexts: ContextBuilder;
  readonly adaptation: Adaptation;
}

/** On whose behalf a tool works, and where it works unless a call says it. */
export interface ToolCaller {
  readonly context: TenantContext;
  readonly namespace: string;
}

/** What an agent can do. What it gives is checked with the schema of the route that does the same. */
export interface Tool {
  readonly name: string;
  /** For the model that chooses among tools. */
  readonly description: string;
  readonly permission: Permission;
  readonly input: ToolInput;
  readonly output: ToolOutput;
  /** The others of the protocol say nothing about a tool that only reads; by default a tool does more than that. */
  readonly hints:
    { readonly readOnlyHint: true } | { readonly destructiveHint: boolean; readonly idempotentHint: boolean };
  /** Id of the memory that a call is about, for the policy; absent: about none, or several. */
  readonly resource?: (given: JsonObject) => string | null;
  /**
   * @param given as `readArguments` read it
   * @throws ZodError for a wrong argument; Problem
   */
  readonly call: (services: ToolServices, caller: ToolCaller, given: JsonObject) => Promise<object>;
}
