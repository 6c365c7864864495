import type { Logger } from '@somabrain/kernel';
import { type Agent, callTool } from './call-tool';
import { INTERNAL_ERROR, INVALID_PARAMS, ProtocolFault, RESOURCE_NOT_FOUND } from './protocol-fault';
import type { ToolServices } from './tools/tool';

/** The result of a tool, for what the protocol offers beside tools. @throws ProtocolFault where the tool fails */
export type UseTool = <Result>(name: string, given: Record<string, unknown>) => Promise<Result>;

/** With the permissions, the policy and the pin of the agent, as for a call of the tool. */
export function useToolFor(services: ToolServices & { readonly logger: Logger }, agent: Agent): UseTool {
  return async <Result>(name: string, given: Record<string, unknown>) => {
    const result = await callTool(services, agent, { name, arguments: given }, services.logger);
    if (!result.isError) return result.structuredContent as Result;
    const [told] = result.content;
    throw faultOf(told?.type === 'text' ? told.text : '{}');
  };
}

function faultOf(text: string): ProtocolFault {
  const { code, detail = 'The request failed' } = JSON.parse(text) as { code?: string; detail?: string };
  if (code === 'MEMORY_NOT_FOUND') return new ProtocolFault(RESOURCE_NOT_FOUND, detail);
  return new ProtocolFault(code === 'VALIDATION_FAILED' ? INVALID_PARAMS : INTERNAL_ERROR, detail);
}
