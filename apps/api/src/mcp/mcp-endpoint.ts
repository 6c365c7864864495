import { Endpoint, type QueryParameter, TENANT_HEADERS } from '@somabrain/http';
import { BODY_PROBLEMS } from '../memory/memory-endpoints';
import { McpAnswer } from './mcp-message';

const CALL = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'recall', arguments: { query: 'capital of France', k: 3 } },
};
const ANSWER = {
  jsonrpc: '2.0',
  id: 1,
  result: { content: [{ type: 'text', text: '{"results":[],"namespace":"default"}' }] },
};

const NAMESPACE: QueryParameter = {
  name: 'namespace',
  description: 'The only namespace that the agent works in. Default: any.',
  schema: { type: 'string', maxLength: 128 },
  example: 'default',
};

const SHARED = {
  tag: 'Agents',
  headers: TENANT_HEADERS,
  queryParameters: [NAMESPACE],
  bodyExamples: {
    call: { summary: 'Call a tool', value: CALL },
    list: { summary: 'List the tools', value: { jsonrpc: '2.0', id: 1, method: 'tools/list' } },
  },
  answers: [
    { status: 200, description: 'The answer.', schema: McpAnswer, example: ANSWER },
    { status: 202, description: 'A notification was taken.' },
  ],
  // The policy is asked about the tools, a tool's problem is its result, and a faulty message gets an error of JSON-RPC.
  problems: BODY_PROBLEMS.filter((code) => !/^POLICY_|^MALFORMED_JSON$|^VALIDATION_FAILED$/.test(code)),
  infallible: true,
};

export const McpEndpoint = () =>
  Endpoint({
    ...SHARED,
    operationId: 'mcp',
    summary: 'Use memory as a tool',
    description:
      'The Model Context Protocol over streamable HTTP, without sessions: the tools that the identity may use. It speaks the revisions from ' +
      '2024-10-07 to 2026-07-28. ' +
      'What goes wrong in a tool is its result, with the codes of this API. A message that is not one of the protocol gets an error of JSON-RPC ' +
      '(-32700, -32600, -32601, -32602), with 400 where it is no request at all. The answer is JSON, or a stream of one event for a client ' +
      'that accepts only text/event-stream.',
  });

export const McpOfUserEndpoint = () =>
  Endpoint({
    ...SHARED,
    operationId: 'mcpOfUser',
    summary: 'Use the memory of one user as a tool',
    description:
      'The same as `POST /mcp` for an agent that works for one user: memories of others do not exist for it, and what it stores belongs to the user.',
    pathParameters: [{ name: 'user', description: 'The `user_id` of all memories.', example: 'ana' }],
  });
