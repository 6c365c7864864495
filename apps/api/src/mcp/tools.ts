import type { Permission } from '@somabrain/auth';
import type { Caller } from '@somabrain/http';
import { DEFAULT_NAMESPACE } from '@somabrain/kernel';
import type { MemoryService, RecalledMemory } from '@somabrain/memory';
import type { z } from 'zod';
import { ForgetRequest } from '../memory/forget-request';
import { RecallRequest } from '../memory/recall-request';
import { RememberRequest } from '../memory/remember-request';
import { toForgetAnswer, toMemoryAnswer } from '../memory/to-answer';
import { inNamespace } from '../memory/to-new-memory';

/** What an agent can do. Its input is checked with the schema of the route that does the same. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model that chooses among tools. */
  readonly description: string;
  readonly permission: Permission;
  readonly schema: z.ZodType;
  readonly hints: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
  };
  /** @throws ZodError for a wrong input; Problem */
  readonly call: (
    memories: MemoryService,
    caller: Caller,
    input: unknown,
  ) => Promise<Record<string, unknown>>;
}

const REMEMBER: Tool = {
  name: 'remember',
  title: 'Remember',
  description:
    'Stores something that should be known later: a fact, a preference, what was said or decided. It is found by the very next recall. ' +
    'Give it a key to update it later under the same key; session_id and speaker for what was said in a conversation.',
  permission: 'memory:write',
  schema: RememberRequest,
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
  call: async (memories, caller, input) => {
    const memory = inNamespace(RememberRequest.parse(input), DEFAULT_NAMESPACE);
    const remembered = await memories.remember(caller.context, memory);
    const { id, key, status, namespace } = remembered;
    return { id, key, ...('version' in remembered && { version: remembered.version }), status, namespace };
  },
};

const RECALL: Tool = {
  name: 'recall',
  title: 'Recall',
  description:
    'Finds what was remembered, best first, by what it says about a question asked in words. Use max_tokens to keep the answer small.',
  permission: 'memory:read',
  schema: RecallRequest,
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  call: async (memories, { context }, input) => {
    const question = RecallRequest.parse(input);
    const namespace = question.namespace ?? DEFAULT_NAMESPACE;
    const { results, totalCandidates } = await memories.recall(context, { ...question, namespace });
    return {
      results: results.map((result) => brief(result, context.tenant)),
      total_candidates: totalCandidates,
      namespace,
    };
  },
};

const FORGET: Tool = {
  name: 'forget',
  title: 'Forget',
  description:
    'Removes memories for good, with all their versions and what was derived from them: by ids, by key in a namespace, or by filters. ' +
    'With dry_run it only counts; do that first where many could be meant.',
  permission: 'memory:delete',
  schema: ForgetRequest,
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  call: async (memories, caller, input) => {
    const receipt = await memories.forget(caller.context, ForgetRequest.parse(input));
    return { ...toForgetAnswer(receipt, caller) };
  },
};

export const TOOLS: readonly Tool[] = [REMEMBER, RECALL, FORGET];

/** A result without what a model has no use for: every word of it is paid for. */
function brief({ memory, score }: RecalledMemory, tenant: string): Record<string, unknown> {
  const answer = toMemoryAnswer(memory, tenant);
  const {
    id,
    content,
    key,
    tags,
    metadata,
    user_id,
    agent_id,
    session_id,
    speaker,
    occurred_at,
    created_at,
  } = answer;
  const told = { key, tags, metadata, user_id, agent_id, session_id, speaker, occurred_at };
  const present = Object.entries(told).filter(([, value]) => value !== null && !isEmpty(value));
  return { id, content, score, ...Object.fromEntries(present), created_at };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
