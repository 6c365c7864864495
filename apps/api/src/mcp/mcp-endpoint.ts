import { Endpoint, TENANT_HEADERS } from '@somabrain/http';
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

export const McpEndpoint = () =>
  Endpoint({
    operationId: 'mcp',
    tag: 'Agents',
    summary: 'Use memory as a tool',
    description:
      'The Model Context Protocol over streamable HTTP, without sessions: the tools that the identity may use. ' +
      'What goes wrong in a tool is its result, with the codes of this API. A message that is not one of the protocol gets an error of JSON-RPC ' +
      '(-32700, -32600, -32601, -32602), with 400 where it is no request at all. The answer is JSON, or a stream of one event for a client ' +
      'that accepts only text/event-stream.',
    headers: TENANT_HEADERS,
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
  });
