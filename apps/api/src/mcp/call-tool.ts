import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Permission, permissionDenied } from '@somabrain/auth';
import { nearestName } from '@somabrain/config';
import { type Caller, validationProblem } from '@somabrain/http';
import { DEFAULT_NAMESPACE, type JsonObject, type Logger, narrowed, Problem } from '@somabrain/kernel';
import type { Permit } from '@somabrain/policy';
import { ZodError } from 'zod';
import { type Pin, requirePinned } from './pin';
import { INVALID_PARAMS, ProtocolFault } from './protocol-fault';
import { TOOLS } from './tools';
import { readArguments } from './tools/read-arguments';
import type { Tool, ToolCaller, ToolServices } from './tools/tool';

const MAX_NAME = 64;

/** Who an agent works for, and what it may do. */
export interface Agent {
  readonly caller: Caller;
  readonly permissions: ReadonlySet<Permission>;
  readonly pin: Pin;
  /** Asks the policy about the use of a tool. @throws Problem POLICY_DENIED, POLICY_UNAVAILABLE */
  readonly permit: (tool: Tool, resource: string | null) => Promise<Permit>;
  /** Hears of a tool that failed. Its result alone does not tell the client which token to ask for. */
  readonly refused: (problem: Problem) => void;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments?: unknown;
}

/** Calls a tool. If the tool fails, its result says so. @throws ProtocolFault for an unknown tool */
export async function callTool(
  services: ToolServices,
  agent: Agent,
  { name, arguments: sent }: ToolCall,
  logger: Logger,
): Promise<CallToolResult> {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (!tool) throw unknownTool(name.slice(0, MAX_NAME));
  try {
    if (!agent.permissions.has(tool.permission)) throw permissionDenied([tool.permission]);
    const given = readArguments(tool.input, sent);
    requirePinned(agent.pin, given);
    return resultOf(await tool.call(services, await callerOf(agent, tool, given), given));
  } catch (error) {
    const problem = problemOf(error);
    agent.refused(problem);
    return failureOf(problem, tool, logger, error);
  }
}

async function callerOf({ caller, pin, permit }: Agent, tool: Tool, given: JsonObject): Promise<ToolCaller> {
  const context = { ...caller.context, ...(await permit(tool, tool.resource?.(given) ?? null)) };
  // Hidden memories do not exist for a call, so no argument leads out of a pin.
  const pinned = narrowed(context, {
    ...(pin.user !== null && { userId: pin.user }),
    ...(pin.namespace !== null && { namespace: pin.namespace }),
  });
  return { context: pinned, namespace: pin.namespace ?? DEFAULT_NAMESPACE };
}

function unknownTool(name: string): ProtocolFault {
  const nearest = nearestName(
    name,
    TOOLS.map((tool) => tool.name),
  );
  return new ProtocolFault(INVALID_PARAMS, `There is no tool ${name}; the nearest is ${nearest}`);
}

function resultOf(answer: object): CallToolResult {
  return { content: contentOf(answer), structuredContent: { ...answer } };
}

function contentOf(answer: object): CallToolResult['content'] {
  return [{ type: 'text', text: JSON.stringify(answer) }];
}

/** What went wrong, for the model to mend or to tell: a result, as the protocol asks of tools. */
function failureOf(problem: Problem, tool: Tool, logger: Logger, error: unknown): CallToolResult {
  if (problem.definition.level === 'ERROR') {
    logger.error({ err: error, code: problem.code, tool: tool.name }, problem.message);
  }
  const { code, message, errors } = problem;
  const told = { code, detail: message, errors: [...errors] };
  // Not structured: clients hold that against the form that the tool promises.
  return { content: contentOf(told), isError: true };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) return validationProblem(error.issues);
  return new Problem('INTERNAL', 'The call failed; the log has the reason under its trace id');
}
