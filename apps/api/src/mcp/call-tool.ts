import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Permission } from '@somabrain/auth';
import { nearestName } from '@somabrain/config';
import { type Caller, validationProblem } from '@somabrain/http';
import { type Logger, Problem } from '@somabrain/kernel';
import type { MemoryService } from '@somabrain/memory';
import type { Permit } from '@somabrain/policy';
import { ZodError } from 'zod';
import { INVALID_PARAMS, ProtocolFault } from './protocol-fault';
import { TOOLS } from './tools';
import { readArguments } from './tools/read-arguments';
import type { Tool } from './tools/tool';

const MAX_NAME = 64;

/** Who an agent works for, and what it may do. */
export interface Agent {
  readonly caller: Caller;
  readonly permissions: ReadonlySet<Permission>;
  /** Asks the policy about the use of a tool. @throws Problem POLICY_DENIED, POLICY_UNAVAILABLE */
  readonly permit: (tool: Tool) => Promise<Permit>;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments?: unknown;
}

/** Uses a tool. What goes wrong in it is its result. @throws ProtocolFault where there is no such tool */
export async function callTool(
  { memories, logger }: { memories: MemoryService; logger: Logger },
  { caller, permissions, permit }: Agent,
  { name, arguments: given }: ToolCall,
): Promise<CallToolResult> {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (!tool) throw unknownTool(name.slice(0, MAX_NAME));
  try {
    if (!permissions.has(tool.permission)) {
      throw new Problem('PERMISSION_DENIED', `The identity lacks the permission ${tool.permission}`);
    }
    const context = { ...caller.context, ...(await permit(tool)) };
    return resultOf(await tool.call(memories, { ...caller, context }, readArguments(tool.input, given)));
  } catch (error) {
    return failureOf(error, tool, logger);
  }
}

function unknownTool(name: string): ProtocolFault {
  const nearest = nearestName(
    name,
    TOOLS.map((tool) => tool.name),
  );
  return new ProtocolFault(INVALID_PARAMS, `There is no tool ${name}; the nearest is ${nearest}`);
}

function resultOf(answer: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: { ...answer } };
}

/** What went wrong, for the model to mend or to tell: a result, as the protocol asks of tools. */
function failureOf(error: unknown, tool: Tool, logger: Logger): CallToolResult {
  const problem = problemOf(error);
  if (problem.definition.level === 'ERROR') {
    logger.error({ err: error, code: problem.code, tool: tool.name }, problem.message);
  }
  const { code, message, errors } = problem;
  const told = { code, detail: message, errors: [...errors] };
  return { ...resultOf(told), isError: true };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) return validationProblem(error.issues);
  return new Problem('INTERNAL', 'The call failed; the log has the reason under its trace id');
}
