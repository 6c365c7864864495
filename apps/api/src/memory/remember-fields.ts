import {
  memoryContent,
  memoryKey,
  memoryType,
  namespaceName,
  type NewMemory,
  scopeId,
  tags,
  time,
  ttlSeconds,
} from '@somabrain/memory';
import { z } from 'zod';
import { type LinkInput, linkTarget, linkType, linkWeight } from '../links/link-fields';
import { REMEMBER_EXAMPLE } from './examples';

const alias = (of: string) => ({ deprecated: true, description: `Older spelling of \`${of}\`.` });
const content = memoryContent;

/** The named fields of a memory. Every other field goes into the metadata. */
export const rememberFields = z
  .looseObject({
    content: content.nullish().meta({ description: 'What to remember.' }),
    task: content.nullish().meta(alias('content')),
    text: content.nullish().meta(alias('content')),
    fact: content.nullish().meta(alias('content')),
    metadata: z.looseObject({}).nullish().meta({
      description: 'Further data to store with it: at most 16 KiB as JSON, at most 32 levels deep.',
    }),
    namespace: namespaceName
      .nullish()
      .meta({ description: 'A separate space of the tenant. Default: `default`.' }),
    universe: namespaceName
      .nullish()
      .meta({ ...alias('namespace'), description: 'Older spelling of `namespace`; `real` is `default`.' }),
    key: memoryKey.nullish().meta({
      description:
        'Your own name for the memory, unique for each user and agent. Remembering under the same key makes a new version: what is not named stays, ' +
        'metadata is merged, null clears.',
    }),
    coord: memoryKey.nullish().meta(alias('key')),
    user_id: scopeId.nullish(),
    agent_id: scopeId.nullish(),
    session_id: scopeId.nullish(),
    position: z
      .int()
      .min(0)
      .nullish()
      .meta({ description: 'Place inside the session; without it the order of arrival counts.' }),
    speaker: scopeId
      .nullish()
      .meta({ description: 'A name, or one of the roles user, assistant, system, tool.' }),
    tags: tags.nullish(),
    memory_type: memoryType.nullish().meta({ description: 'Default: `episodic`.' }),
    importance: z.number().min(0).max(1_000_000).nullish().meta({ description: 'Default: 1.' }),
    occurred_at: time.nullish().meta({
      description:
        'When it happened: RFC 3339. A date or date-time of ISO 8601 (basic or extended), and seconds or milliseconds since 1970 are read, too.',
    }),
    timestamp: time.nullish().meta(alias('occurred_at')),
    ttl_seconds: ttlSeconds.nullish().meta({ description: 'Seconds until it expires.' }),
    links: z
      .array(
        z.strictObject({
          type: linkType.nullish(),
          target: linkTarget,
          weight: linkWeight.nullish(),
        }),
      )
      .max(100)
      .nullish()
      .meta({
        description:
          'Memories that it links to. A link to a key without a memory is resolved once a memory has the key.',
      }),
  })
  .meta({
    id: 'RememberRequest',
    description:
      'One memory. Only the text is required. Fields that are not named here (who, did, what, where, when, why, phase, ' +
      'quality_score, domains, reasoning_chain, …) are kept in the metadata; null means absent. The older form ' +
      '`{"coord": …, "payload": {…}}` wraps the same fields.',
    examples: [REMEMBER_EXAMPLE],
  });

export type RememberFields = z.output<typeof rememberFields>;

/** A memory to store; the namespace is null where the body names none. */
export type RememberInput = Omit<NewMemory, 'namespace' | 'links'> & {
  readonly namespace: string | null;
  /** A target without a namespace is in that of the memory. */
  readonly links: readonly LinkInput[];
};
