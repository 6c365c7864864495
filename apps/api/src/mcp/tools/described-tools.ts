import type { Permission } from '@somabrain/auth';
import { TOOLS } from '../tools';
import type { Tool } from './tool';
import type { ToolInput, ToolOutput } from './tool-schema';

/** A tool as the protocol lists it. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ToolInput;
  readonly outputSchema: ToolOutput;
  readonly annotations: Tool['hints'];
}

/** @param may whether the caller has a permission */
export function describedTools(may: (permission: Permission) => boolean): ToolDescription[] {
  return TOOLS.filter(({ permission }) => may(permission)).map(
    ({ name, description, input, output, hints }) => ({
      name,
      description,
      inputSchema: input,
      outputSchema: output,
      annotations: hints,
    }),
  );
}
