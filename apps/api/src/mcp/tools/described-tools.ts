import type { Tool as ToolDescription } from '@modelcontextprotocol/sdk/types.js';
import type { Permission } from '@somabrain/auth';
import { TOOLS } from '../tools';

/** The tools as the protocol lists them. @param may whether the caller has a permission */
export function describedTools(may: (permission: Permission) => boolean): ToolDescription[] {
  return TOOLS.filter(({ permission }) => may(permission)).map(
    ({ name, title, description, input, output, hints }) => ({
      name,
      title,
      description,
      inputSchema: { ...input, required: [...input.required] },
      outputSchema: { ...output, required: [...output.required] },
      annotations: { title, ...hints, openWorldHint: false },
    }),
  );
}
