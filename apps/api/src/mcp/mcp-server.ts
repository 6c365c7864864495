import type { ListToolsResult } from '@modelcontextprotocol/server';
import { type Logger, VERSION } from '@somabrain/kernel';
import { type Agent, callTool } from './call-tool';
import { getPrompt, PROMPTS } from './prompts';
import { listResources, readResource, RESOURCE_TEMPLATES } from './resources';
import { describedTools } from './tools/described-tools';
import type { ToolServices } from './tools/tool';
import { useToolFor } from './use-tool';

export interface McpServices extends ToolServices {
  readonly logger: Logger;
}

/** What the protocol offers an agent: the tools that it may use, its memories as resources, and prompts. */
export async function serverFor(services: McpServices, agent: Agent) {
  const { Server } = await import('@modelcontextprotocol/server');
  const server = new Server(
    { name: 'somabrain', title: 'SomaBrain', version: VERSION },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: 'A long-term memory: recall before you answer, remember what will matter.',
    },
  );
  server.setRequestHandler('tools/list', () => ({
    tools: ownCopy<ListToolsResult['tools']>(
      describedTools((permission) => agent.permissions.has(permission)),
    ),
  }));
  server.setRequestHandler('tools/call', ({ params }) => callTool(services, agent, params, services.logger));
  const use = useToolFor(services, agent);
  server.setRequestHandler('resources/list', ({ params }) => listResources(use, params?.cursor));
  server.setRequestHandler('resources/templates/list', () => RESOURCE_TEMPLATES);
  server.setRequestHandler('resources/read', ({ params }) => readResource(use, params.uri));
  server.setRequestHandler('prompts/list', () => ({ prompts: PROMPTS }));
  server.setRequestHandler('prompts/get', ({ params }) => getPrompt(use, params.name, params.arguments));
  return server;
}

/** The library wants schemas that it may change. */
function ownCopy<Copy>(value: object): Copy {
  return JSON.parse(JSON.stringify(value)) as Copy;
}
