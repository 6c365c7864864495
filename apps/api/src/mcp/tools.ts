import { FORGET } from './tools/forget-tool';
import { RECALL } from './tools/recall-tool';
import { REMEMBER } from './tools/remember-tool';
import type { Tool } from './tools/tool';

/** In the order in which they are offered. */
export const TOOLS: readonly Tool[] = [REMEMBER, RECALL, FORGET];
