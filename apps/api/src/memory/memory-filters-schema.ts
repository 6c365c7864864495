const OPERATORS = 'eq, ne, in, nin, any, none, all, gt, gte, lt, lte, exists, contains, prefix';

const FILTERS = { $ref: '#/components/schemas/RecallFilters' };

/** A value, a list of values, or an object of operators: `{"gte": 5}`. */
const operand = (description: string) => ({ description });
const list = (description: string) => ({
  type: 'array',
  description,
  items: FILTERS,
  minItems: 1,
  maxItems: 100,
});

/** How the OpenAPI document describes filters: each member may be a value, a list, or an object of operators. */
export const FILTERS_SCHEMA = {
  id: 'RecallFilters',
  type: 'object',
  description:
    'Conditions on memories; all of them must hold. A member is `{field: value}`, `{field: [values]}` (any of them; of tags: all) or ' +
    `\`{field: {operator: value}}\`. Operators: ${OPERATORS}. \`and\`, \`or\` and \`not\` join conditions, at most 5 levels deep, 100 conditions (contains counts as 10) ` +
    'in all. `metadata.a.b` names a member of the metadata.',
  properties: {
    and: list('All of them hold.'),
    or: list('One of them holds.'),
    not: { ...FILTERS, description: 'The object does not hold.' },
    user_id: operand('Of this user.'),
    agent_id: operand('Of this agent.'),
    session_id: operand('Of this session.'),
    speaker: operand('Said by this speaker.'),
    key: operand('With this key.'),
    tags: operand('A tag, or a list: all of them. `{"any": [...]}`: any of them.'),
    memory_type: operand('Of this type, or of any of a list.'),
    importance: operand('A number: `{"gte": 0.5}`.'),
    occurred_at: operand('When it happened; the time of the write, if that is not known.'),
    created_at: operand('When it was stored.'),
    metadata: {
      description:
        'Members of the metadata, each with a value, a list, operators, or an object of members inside it.',
      type: ['object', 'null'],
      additionalProperties: true,
    },
    occurred_after: operand('Earliest time of what happened, inclusive: `{"occurred_at": {"gte": ...}}`.'),
    occurred_before: operand('Latest time of it, inclusive.'),
    created_after: operand('Earliest time of the write, inclusive.'),
    created_before: operand('Latest time of it, inclusive.'),
  },
  patternProperties: { '^metadata[.]': operand('A member of the metadata by its path.') },
  additionalProperties: false,
  examples: [
    { user_id: 'u1', tags: ['geo'] },
    { metadata: { status: 'open', priority: { gte: 5 } } },
    {
      and: [
        { 'metadata.source': { in: ['atlas', 'book'] } },
        { occurred_at: { gte: '2026-01-01' } },
        { not: { memory_type: 'summary' } },
      ],
    },
    { or: [{ key: { prefix: 'kb.' } }, { 'metadata.team.name': 'blue' }] },
  ],
} as const;
