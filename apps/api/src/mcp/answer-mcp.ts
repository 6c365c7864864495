import { fieldName } from '@somabrain/http';
import type { Agent } from './call-tool';
import type { McpMessage } from './mcp-message';
import { type McpServices, serverFor } from './mcp-server';
import { faultAnswer, idOf, INVALID_PARAMS, METHOD_NOT_FOUND, ProtocolFault } from './protocol-fault';
import type { McpHttpAnswer } from './send-mcp-answer';
import { readJsonText } from './tools/read-arguments';

/** Headers in which a client repeats what its message says. The revision 2026-07-28 demands them, and that they agree. */
export const PROTOCOL_HEADERS = ['MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name'] as const;

/** What the library wants of every request. Clients that say less are answered all the same. */
const LIBRARY_HEADERS = {
  Accept: 'application/json, text/event-stream',
  'Content-Type': 'application/json',
} as const;

/** Its answer is a stream of changes without an end, and the service announces none. */
const LISTEN = 'subscriptions/listen';

/**
 * Answers one message of the Model Context Protocol (streamable HTTP, without sessions: any process can answer any request). Messages of the
 * revision 2026-07-28 carry their version; older clients agree on one with `initialize`.
 * @param headers those of PROTOCOL_HEADERS that the request has
 */
export async function answerMcp(
  services: McpServices,
  agent: Agent,
  sent: McpMessage,
  headers: Readonly<Record<string, string>>,
): Promise<McpHttpAnswer> {
  const message = withReadArguments(sent);
  const fault = await faultOf(message);
  if (fault) {
    const status = fault.code === METHOD_NOT_FOUND ? 404 : 200;
    return { status, text: JSON.stringify(faultAnswer(fault, idOf(message))) };
  }
  // Loaded by the first request: it takes a sixth of a second, and most services have no agent that speaks the protocol.
  const library = await import('@modelcontextprotocol/server');
  const request = new Request('http://mcp.invalid/', {
    method: 'POST',
    headers: { ...headers, ...LIBRARY_HEADERS },
  });
  const server = await serverFor(services, agent);
  try {
    const answer = (await library.isLegacyRequest(request, message))
      ? await olderAnswer()
      : await newAnswer();
    return { status: answer.status, text: await answer.text() };
  } finally {
    await server.close();
  }

  async function olderAnswer(): Promise<Response> {
    const transport = new library.WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    return transport.handleRequest(request, { parsedBody: message });
  }
  function newAnswer(): Promise<Response> {
    const handler = library.createMcpHandler(() => server, { legacy: 'reject' });
    return handler.fetch(request, { parsedBody: message });
  }
}

/** Some models send all arguments as one JSON text. */
function withReadArguments(message: McpMessage): McpMessage {
  const { params } = message;
  if (typeof params?.arguments !== 'string') return message;
  return { ...message, params: { ...params, arguments: readJsonText(params.arguments) ?? params.arguments } };
}

/** The library would answer params of a wrong form with the text of a list. */
async function faultOf({ method, ...message }: McpMessage): Promise<ProtocolFault | null> {
  if (method === undefined || message.id === undefined) return null;
  if (method === LISTEN) return new ProtocolFault(METHOD_NOT_FOUND, 'Method not found');
  const { specTypeSchemas: types } = await import('@modelcontextprotocol/server');
  const schemas = {
    initialize: types.InitializeRequest,
    'tools/call': types.CallToolRequest,
    'resources/list': types.ListResourcesRequest,
    'resources/read': types.ReadResourceRequest,
    'prompts/get': types.GetPromptRequest,
  };
  if (!Object.hasOwn(schemas, method)) return null;
  const schema = schemas[method as keyof typeof schemas];
  const { issues } = schema['~standard'].validate({ ...message, method });
  const [issue] = issues ?? [];
  if (!issue) return null;
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  return new ProtocolFault(INVALID_PARAMS, `${fieldName(path)}: ${issue.message}`);
}
