import type {
  ListResourcesResult,
  ListResourceTemplatesResult,
  ReadResourceResult,
} from '@modelcontextprotocol/server';
import { INVALID_PARAMS, ProtocolFault, RESOURCE_NOT_FOUND } from './protocol-fault';
import type { UseTool } from './use-tool';

const SCHEME = 'memory://';
const TYPE = 'application/json';
const LISTED = 50;
const LONGEST_NAME = 80;

export const RESOURCE_TEMPLATES: ListResourceTemplatesResult = {
  resourceTemplates: [
    { uriTemplate: `${SCHEME}{id}`, name: 'memory', description: 'A memory by its id.', mimeType: TYPE },
  ],
};

interface Listed {
  readonly memories: readonly { readonly id: string; readonly content: string; readonly key?: string }[];
  readonly next_cursor?: string;
}

/** The memories stored last, page by page, as resources. @throws ProtocolFault */
export async function listResources(use: UseTool, cursor: string | undefined): Promise<ListResourcesResult> {
  const page = await use<Listed>('list_memories', { limit: LISTED, ...(cursor !== undefined && { cursor }) });
  return {
    resources: page.memories.map(({ id, key, content }) => ({
      uri: `${SCHEME}${id}`,
      name: key ?? [...content.slice(0, 2 * LONGEST_NAME)].slice(0, LONGEST_NAME).join(''),
      mimeType: TYPE,
    })),
    ...(page.next_cursor !== undefined && { nextCursor: page.next_cursor }),
  };
}

/** The memory of a URI. @throws ProtocolFault */
export async function readResource(use: UseTool, uri: string): Promise<ReadResourceResult> {
  if (!uri.startsWith(SCHEME)) throw new ProtocolFault(INVALID_PARAMS, `uri: must begin with ${SCHEME}`);
  try {
    const memory = await use<object>('get_memory', { id: uri.slice(SCHEME.length) });
    return { contents: [{ uri, mimeType: TYPE, text: JSON.stringify(memory) }] };
  } catch (error) {
    throw notFound(error) ? new ProtocolFault(INVALID_PARAMS, error.message, { uri }) : error;
  }
}

/** A client knows a resource that is not there by the URI beside the code. */
function notFound(error: unknown): error is ProtocolFault {
  return error instanceof ProtocolFault && error.code === RESOURCE_NOT_FOUND;
}
