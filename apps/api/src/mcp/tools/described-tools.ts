import type { Tool as ToolDescription } from '@modelcontextprotocol/sdk/types.js';
import type { Permission } from '@somabrain/auth';
import { TOOLS } from '../tools';

/** The tools as the protocol lists them. @param may whether the caller has a permission */
export function describedTools(may: (permission: Permission) => boolean): ToolDescription[] {
  return TOOLS.filter(({ permission }) => may(permission)).map(
    ({ name, description, input, output, hints }) => ({
      name,
      description,
      inputSchema: { ...input, required: [...input.required] },
      outputSchema: { ...output, required: [...output.required] },
      annotations: { ...hints, openWorldHint: false },
    }),
  );
}
