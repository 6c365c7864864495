import { memoryContent, memoryKey, scopeId, storable } from '@somabrain/memory';
import { z } from 'zod';
import type { RememberInput } from '../memory/remember-fields';
import { RememberRequest } from '../memory/remember-request';
import { placeFields } from './place-fields';

const members = z.record(z.string(), z.unknown());
const figure = z.number().min(0);
const words = memoryContent;
const signals = z.strictObject({
  importance: figure.nullish(),
  novelty: figure.nullish(),
  ttl_seconds: z.int().min(0).nullish(),
  reinforcement: z.string().max(64).nullish(),
  recall_bias: z.string().max(64).nullish(),
});

const fields = z
  .strictObject({
    value: z.union([words, members]).meta({ type: 'object', additionalProperties: true }).nullish().meta({
      description:
        'The memory: its text as `content`, `text`, `task` or `what`, and further fields to store with it.',
    }),
    payload: members.nullish().meta({ description: 'Other spelling of `value`.' }),
    text: words.nullish().meta({ description: 'The text, where it is not in `value`.' }),
    content: z
      .union([words, members])
      .meta({ type: 'string' })
      .nullish()
      .meta({ description: 'Other spelling of `text`.' }),
    key: memoryKey.nullish().meta({ description: 'Your own name for the memory.' }),
    coord: z
      .union([memoryKey, z.array(z.number()).length(3)])
      .meta({ type: 'string' })
      .nullish()
      .meta({ description: 'Used as the key if `key` is absent.' }),
    ...placeFields,
    meta: members.nullish().meta({ description: 'Kept in the metadata.' }),
    metadata: members.nullish().meta({ description: 'The same.' }),
    kind: z.string().max(64).nullish().meta({ description: 'The memory type. Default: `episodic`.' }),
    memory_type: z.string().max(64).nullish().meta({ description: 'Other spelling of `kind`.' }),
    session_id: scopeId.nullish(),
    tags: z.array(z.string()).nullish(),
    policy_tags: z.array(z.unknown()).nullish().meta({ description: 'Kept in the metadata.' }),
    attachments: z.array(members).nullish().meta({ description: 'Kept in the metadata.' }),
    links: z
      .array(
        z.strictObject({
          rel: z.string().max(256),
          target: memoryKey,
          weight: figure.nullish(),
          meta: members.nullish(),
        }),
      )
      .max(100)
      .nullish(),
    signals: signals.nullish(),
    importance: figure.nullish(),
    novelty: figure.nullish().meta({ description: 'Kept in the metadata.' }),
    salience: figure.nullish().meta({ description: 'The importance, where none is given.' }),
    ttl_seconds: z.int().min(0).nullish().meta({ description: 'Seconds until it expires; 0: never.' }),
    source: z.string().max(256).nullish().meta({ description: 'Kept in the metadata.' }),
    embedding: z.array(z.number()).nullish().meta({ description: 'Accepted, and not used.' }),
    trace_id: z
      .string()
      .max(128)
      .nullish()
      .meta({ description: 'Accepted, and not used: send X-Request-ID.' }),
  })
  .meta({ id: 'MemoryWriteRequest', description: 'A memory in the form of the original’s later releases.' });

type Fields = z.output<typeof fields>;

/** A write, and what its answer repeats. */
export interface WriteInput {
  readonly tenant: string | null;
  readonly memory: RememberInput;
  readonly signals: z.output<typeof signals> | null;
  readonly novelty: number | null;
}

/** The body of `POST /memory/remember`. */
export const MemoryWriteRequest = storable(fields).transform((body, context): WriteInput => {
  const { data, error } = RememberRequest.safeParse(asRemember(body));
  if (error) {
    for (const { message, path } of error.issues) context.addIssue({ code: 'custom', message, path });
    return z.NEVER;
  }
  return {
    tenant: body.tenant ?? body.tenant_id ?? null,
    memory: data,
    signals: body.signals ?? null,
    novelty: body.novelty ?? body.signals?.novelty ?? null,
  };
});

/** Members of a value that are fields of a memory; the others are kept in the metadata. */
const OF_A_MEMORY: ReadonlySet<string> = new Set(
  'content,task,text,fact,memory_type,importance,timestamp,occurred_at,user_id,agent_id,session_id,speaker'.split(
    ',',
  ),
);

/** The same as the body of `POST /remember`. */
function asRemember(body: Fields): object {
  const value = valueOf(body);
  const members = Object.entries(value);
  const { policy_tags, attachments, source, signals: given } = body;
  const ttl = body.ttl_seconds ?? given?.ttl_seconds;
  const kept = { policy_tags, attachments, source, novelty: body.novelty ?? given?.novelty };
  return {
    ...Object.fromEntries(members.filter(([name]) => OF_A_MEMORY.has(name))),
    ...withoutNulls({
      content: textOf(body, value),
      key: body.key ?? keyOf(body.coord),
      namespace: body.namespace,
      universe: body.universe,
      session_id: body.session_id,
      tags: body.tags,
      memory_type: body.kind ?? body.memory_type,
      importance: body.importance ?? given?.importance ?? body.salience,
      // 0 was how long a memory lived that was to live for ever.
      ttl_seconds: ttl === 0 ? null : ttl,
      links: body.links?.map(({ rel, target, weight }) => ({ type: rel, target, weight })),
    }),
    metadata: {
      ...withoutNulls(Object.fromEntries(members.filter(([name]) => !OF_A_MEMORY.has(name)))),
      ...body.metadata,
      ...body.meta,
      ...withoutNulls(kept),
    },
  };
}

function valueOf({ value, payload, content }: Fields): Record<string, unknown> {
  const given = value ?? payload ?? content;
  return typeof given === 'object' && given !== null ? given : {};
}

function textOf({ text: words, content, value }: Fields, members: Record<string, unknown>): unknown {
  const texts = [words, content, value, members.content, members.text, members.task, members.what];
  return texts.find((each) => typeof each === 'string' && each !== '');
}

function keyOf(coord: Fields['coord']): string | null {
  return typeof coord === 'object' ? (coord?.join(',') ?? null) : (coord ?? null);
}

function withoutNulls(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member != null));
}
