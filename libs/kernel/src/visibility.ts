import type { JsonObject } from './json';
import { Problem } from './problem';

/** The owner of a memory, as policies see it. */
export interface Ownership {
  readonly namespace: string;
  readonly userId: string | null;
  readonly agentId: string | null;
}

/**
 * The visibility filter that a policy decision adds to a request: a memory is visible if each field that is named has one of its values;
 * null stands for memories that have none. For the caller hidden memories do not exist, and none of its requests changes them.
 */
export type Visibility = { readonly [Field in keyof Ownership]?: readonly Ownership[Field][] };

/** The fields as policies, headers and the database spell them. */
const SPELLING = { namespace: 'namespace', userId: 'user_id', agentId: 'agent_id' } as const;
const FIELDS = Object.keys(SPELLING) as (keyof Ownership)[];

/** NUL and halves of surrogate pairs: the database, which is told of the filter, cannot read them, and no memory has them. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** As long as a filter may be in its encoded form, which has to fit into a header. */
const MAX_ENCODED_LENGTH = 8_192;

/** Whether a visibility filter lets a memory through. */
export function isVisible(visibility: Visibility | undefined, memory: Ownership): boolean {
  return hidingField(visibility, memory) === null;
}

/** Narrows the visibility filter of a context to a namespace, user and agent; an absent one adds no restriction. */
export function narrowed<Context extends { readonly visibility?: Visibility }>(
  context: Context,
  { namespace, userId, agentId }: Partial<Readonly<Record<keyof Ownership, string>>>,
): Context {
  if (namespace === undefined && userId === undefined && agentId === undefined) return context;
  const { visibility } = context;
  return {
    ...context,
    visibility: {
      ...visibility,
      ...(namespace !== undefined && { namespace: common(visibility?.namespace, namespace) }),
      ...(userId !== undefined && { userId: common(visibility?.userId, userId) }),
      ...(agentId !== undefined && { agentId: common(visibility?.agentId, agentId) }),
    },
  };
}

function common(allowed: readonly (string | null)[] | undefined, value: string): readonly string[] {
  return allowed === undefined || allowed.includes(value) ? [value] : [];
}

/** The first field by which the filter hides a memory, as callers spell it; null for a visible memory. */
export function hidingField(visibility: Visibility | undefined, memory: Ownership): string | null {
  if (!visibility) return null;
  const hidden = FIELDS.find((field) => {
    const values: readonly (string | null)[] | undefined = visibility[field];
    return values !== undefined && !values.includes(memory[field]);
  });
  return hidden === undefined ? null : SPELLING[hidden];
}

/**
 * A filter as a policy answers it: `{"user_id": ["u1", null], "namespace": "notes"}`, one value or several a field.
 * @returns undefined where it leaves out nothing
 * @throws TypeError for anything else
 */
export function parseFilter(filter: unknown): Visibility | undefined {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    throw new TypeError('filters must be an object');
  }
  const visibility: Record<string, readonly (string | null)[]> = {};
  for (const [name, values] of Object.entries(filter)) {
    const field = FIELDS.find((known) => SPELLING[known] === name);
    if (field === undefined) {
      throw new TypeError(`filters may name ${Object.values(SPELLING).join(', ')}, not ${name.slice(0, 64)}`);
    }
    visibility[field] = valuesOf(name, values);
  }
  if (Object.keys(visibility).length === 0) return undefined;
  if (encodeFilter(visibility).length > MAX_ENCODED_LENGTH) {
    throw new TypeError(`filters must not exceed ${MAX_ENCODED_LENGTH} characters, percent-encoded`);
  }
  return visibility;
}

/** The filter as a policy would answer it. */
export function filterOf(visibility: Visibility): JsonObject {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const values = visibility[field];
      return values === undefined ? [] : [[SPELLING[field], [...values]]];
    }),
  );
}

/** The filter as a header carries it. */
export function encodeFilter(visibility: Visibility): string {
  return encodeURIComponent(JSON.stringify(filterOf(visibility)));
}

/** Reads what `encodeFilter` wrote. @throws TypeError */
export function decodeFilter(text: string): Visibility | undefined {
  try {
    return parseFilter(JSON.parse(decodeURIComponent(text)));
  } catch (error) {
    throw error instanceof TypeError
      ? error
      : new TypeError('filters must be percent-encoded JSON', { cause: error });
  }
}

/** For what cannot be done for a part of a tenant. @throws Problem POLICY_DENIED where not all of the tenant is seen */
export function requireWholeTenant({ visibility }: { readonly visibility?: Visibility }, what: string): void {
  if (!visibility) return;
  throw new Problem(
    'POLICY_DENIED',
    `${what} concerns all of the tenant, and the policy lets this identity see a part of it`,
  );
}

function valuesOf(name: string, values: unknown): readonly (string | null)[] {
  const list: unknown[] = Array.isArray(values) ? values : [values];
  const nullable = name !== SPELLING.namespace;
  return list.map((value) => {
    if (value === null && nullable) return value;
    if (typeof value === 'string' && value !== '' && !UNSTORABLE.test(value)) return value.normalize('NFC');
    throw new TypeError(
      `filters.${name} must hold texts${nullable ? ' or null' : ''}, without NUL and halves of surrogate pairs`,
    );
  });
}
