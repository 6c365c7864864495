import { CONTEXT } from './tools/context-tool';
import { FEEDBACK } from './tools/feedback-tool';
import { FORGET } from './tools/forget-tool';
import { GET_MEMORY } from './tools/get-memory-tool';
import { LINK } from './tools/link-tool';
import { LIST_MEMORIES } from './tools/list-memories-tool';
import { RECALL } from './tools/recall-tool';
import { REMEMBER } from './tools/remember-tool';
import type { Tool } from './tools/tool';
import { UPDATE_MEMORY } from './tools/update-memory-tool';

/** In the order in which they are offered. */
export const TOOLS: readonly Tool[] = [
  REMEMBER,
  RECALL,
  FORGET,
  GET_MEMORY,
  LIST_MEMORIES,
  UPDATE_MEMORY,
  CONTEXT,
  LINK,
  FEEDBACK,
];
