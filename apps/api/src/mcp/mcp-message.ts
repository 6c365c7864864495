import { z } from 'zod';

const id = z.union([z.string().max(256), z.int()]).meta({ type: 'integer' });
/** The body of `POST /mcp`. What a tool gets is checked by the schema of the tool. */
export const McpMessage = z
  .looseObject({
    jsonrpc: z.literal('2.0'),
    method: z.string().max(256).optional().meta({ description: 'Such as `tools/call`.' }),
    id: id.optional().meta({ description: 'Absent for a notification.' }),
    params: z.looseObject({}).optional(),
  })
  .refine((message) => 'method' in message || 'result' in message || 'error' in message, {
    error: 'is required',
    path: ['method'],
  })
  .meta({ id: 'McpMessage', description: 'One message of the Model Context Protocol (JSON-RPC 2.0).' });

export type McpMessage = z.output<typeof McpMessage>;

/** The answer to a request of the protocol. */
export const McpAnswer = z
  .looseObject({ jsonrpc: z.literal('2.0'), id: id.nullable() })
  .meta({ id: 'McpAnswer', description: 'A result, or an error of the protocol.' });
