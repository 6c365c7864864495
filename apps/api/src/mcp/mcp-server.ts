import { fieldName } from '@somabrain/http';
import { type Logger, VERSION } from '@somabrain/kernel';
import { type Agent, callTool } from './call-tool';
import type { McpMessage } from './mcp-message';
import { faultAnswer, INVALID_PARAMS, idOf, ProtocolFault } from './protocol-fault';
import { getPrompt, PROMPTS } from './prompts';
import { listResources, readResource, RESOURCE_TEMPLATES } from './resources';
import { useToolFor } from './use-tool';
import type { McpHttpAnswer } from './send-mcp-answer';
import { describedTools } from './tools/described-tools';
import { readJsonText } from './tools/read-arguments';
import type { ToolServices } from './tools/tool';

/** What the library wants of every request. Clients that say less are answered all the same. */
const LIBRARY_HEADERS = {
  Accept: 'application/json, text/event-stream',
  'Content-Type': 'application/json',
} as const;

interface Services extends ToolServices {
  readonly logger: Logger;
}

/**
 * Answers one message of the Model Context Protocol (streamable HTTP, without sessions: any process can answer any request).
 * @param version of the protocol, as the header of the request names it
 */
export async function answerMcp(
  services: Services,
  agent: Agent,
  sent: McpMessage,
  version: string | undefined,
): Promise<McpHttpAnswer> {
  const message = withReadArguments(sent);
  const fault = await paramsFault(message);
  if (fault) return { status: 200, text: JSON.stringify(faultAnswer(fault, idOf(message))) };
  // Loaded by the first request: it takes a sixth of a second, and most services have no agent that speaks the protocol.
  const { WebStandardStreamableHTTPServerTransport } =
    await import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js');
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = await serverFor(services, agent);
  try {
    await server.connect(transport);
    const request = new Request('http://mcp.invalid/', {
      method: 'POST',
      headers: { ...LIBRARY_HEADERS, ...(version !== undefined && { 'MCP-Protocol-Version': version }) },
    });
    const answer = await transport.handleRequest(request, { parsedBody: message });
    return { status: answer.status, text: await answer.text() };
  } finally {
    await server.close();
  }
}

async function serverFor(services: Services, agent: Agent) {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const types = await import('@modelcontextprotocol/sdk/types.js');
  const server = new Server(
    { name: 'somabrain', title: 'SomaBrain', version: VERSION },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: 'A long-term memory: recall before you answer, remember what will matter.',
    },
  );
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({
    tools: describedTools((permission) => agent.permissions.has(permission)),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, ({ params }) =>
    callTool(services, agent, params, services.logger),
  );
  const use = useToolFor(services, agent);
  server.setRequestHandler(types.ListResourcesRequestSchema, ({ params }) =>
    listResources(use, params?.cursor),
  );
  server.setRequestHandler(types.ListResourceTemplatesRequestSchema, () => RESOURCE_TEMPLATES);
  server.setRequestHandler(types.ReadResourceRequestSchema, ({ params }) => readResource(use, params.uri));
  server.setRequestHandler(types.ListPromptsRequestSchema, () => ({ prompts: PROMPTS }));
  server.setRequestHandler(types.GetPromptRequestSchema, ({ params }) =>
    getPrompt(use, params.name, params.arguments),
  );
  return server;
}

/** Some models send all arguments as one JSON text. */
function withReadArguments(message: McpMessage): McpMessage {
  const { params } = message;
  if (typeof params?.arguments !== 'string') return message;
  return { ...message, params: { ...params, arguments: readJsonText(params.arguments) ?? params.arguments } };
}

/** The library would answer params of a wrong form as an error of its own. */
async function paramsFault(message: McpMessage): Promise<ProtocolFault | null> {
  const types = await import('@modelcontextprotocol/sdk/types.js');
  const schemas = {
    initialize: types.InitializeRequestSchema,
    'tools/call': types.CallToolRequestSchema,
    'resources/list': types.ListResourcesRequestSchema,
    'resources/read': types.ReadResourceRequestSchema,
    'prompts/get': types.GetPromptRequestSchema,
  };
  const { method } = message;
  if (method === undefined || message.id === undefined || !Object.hasOwn(schemas, method)) return null;
  const { error } = schemas[method as keyof typeof schemas].safeParse(message);
  const [issue] = error?.issues ?? [];
  return issue ? new ProtocolFault(INVALID_PARAMS, `${fieldName(issue.path)}: ${issue.message}`) : null;
}
