import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Permission } from '@somabrain/auth';
import { type Caller, validationProblem } from '@somabrain/http';
import { type Logger, Problem, VERSION } from '@somabrain/kernel';
import type { MemoryService } from '@somabrain/memory';
import type { Permit } from '@somabrain/policy';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { TOOLS } from './tools';
import { describedTools } from './tools/described-tools';
import { readArguments } from './tools/read-arguments';
import type { Tool } from './tools/tool';

/** Who an agent works for, and what it may do. */
export interface Agent {
  readonly caller: Caller;
  readonly permissions: ReadonlySet<Permission>;
  /** Asks the policy about the use of a tool. @throws Problem POLICY_DENIED, POLICY_UNAVAILABLE */
  readonly permit: (tool: Tool) => Promise<Permit>;
}

/**
 * Answers one request of the Model Context Protocol (streamable HTTP, without sessions: any process can answer any request).
 * @param body the JSON-RPC message, parsed
 */
export async function answerMcp(
  { memories, logger }: { memories: MemoryService; logger: Logger },
  agent: Agent,
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
): Promise<void> {
  // Loaded by the first request: it takes a sixth of a second, and most services have no agent that speaks the protocol.
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { StreamableHTTPServerTransport } =
    await import('@modelcontextprotocol/sdk/server/streamableHttp.js');
  const { CallToolRequestSchema, ListToolsRequestSchema } =
    await import('@modelcontextprotocol/sdk/types.js');
  const server = new Server(
    { name: 'somabrain', title: 'SomaBrain', version: VERSION },
    {
      capabilities: { tools: {} },
      instructions: 'A long-term memory: recall before you answer, remember what will matter.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: describedTools((permission) => agent.permissions.has(permission)),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => callTool(memories, agent, params, logger));
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.once('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
}

async function callTool(
  memories: MemoryService,
  { caller, permissions, permit }: Agent,
  { name, arguments: input = {} }: { name: string; arguments?: Record<string, unknown> | undefined },
  logger: Logger,
): Promise<CallToolResult> {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  try {
    if (!tool) throw new Problem('VALIDATION_FAILED', `There is no tool ${name.slice(0, 64)}`);
    if (!permissions.has(tool.permission)) {
      throw new Problem('PERMISSION_DENIED', `The identity lacks the permission ${tool.permission}`);
    }
    const context = { ...caller.context, ...(await permit(tool)) };
    return resultOf(await tool.call(memories, { ...caller, context }, readArguments(tool.input, input)));
  } catch (error) {
    return failureOf(error, tool, logger);
  }
}

function resultOf(answer: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: { ...answer } };
}

/** What went wrong, for the model to mend or to tell: a result, as the protocol asks of tools. */
function failureOf(error: unknown, tool: Tool | undefined, logger: Logger): CallToolResult {
  const problem = problemOf(error);
  if (problem.definition.level === 'ERROR') {
    logger.error({ err: error, code: problem.code, tool: tool?.name }, problem.message);
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
