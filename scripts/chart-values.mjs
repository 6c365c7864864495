/**
 * What the values.yaml of a chart says of itself. Above a key, `# -- text` is its description and `# @schema {…}` what its JSON schema says
 * beyond the type of its default.
 */
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

const DESCRIPTION = /^\s*-- (.*)$/m;
const SCHEMA = /^\s*@schema (.*)$/m;
/** Maps that Kubernetes checks. */
const FREE = new Set(['resources']);

/**
 * The values of a chart, parsed.
 * @throws Error if it is not the YAML of a map
 */
export function parseValues(text) {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw document.errors[0];
  if (!isMap(document.contents)) throw new Error('These values are no map');
  document.commentBefore = null;
  settleComments(document.contents);
  return document;
}

/** The parser gives the comment above the first key to the map. */
function settleComments(map) {
  const [first] = map.items;
  if (first && map.commentBefore) first.key.commentBefore = map.commentBefore;
  map.commentBefore = null;
  for (const { value } of map.items) if (isMap(value)) settleComments(value);
}

/**
 * The values of several charts in one: a key that two of them have is one key.
 * @throws Error where its value differs
 */
export function joinValues(documents) {
  const [joined, ...others] = documents.map((document) => document.clone());
  for (const other of others) {
    for (const pair of other.contents.items) joinPair(joined.contents, pair);
  }
  return joined;
}

function joinPair(map, pair) {
  const there = map.items.find(({ key }) => key.value === pair.key.value);
  if (!there) {
    map.items.push(pair);
  } else if (isMap(there.value) && isMap(pair.value)) {
    for (const child of pair.value.items) joinPair(there.value, child);
  } else if (String(there.value) !== String(pair.value)) {
    throw new Error(`${pair.key.value} is one thing in one chart and another in another`);
  }
}

/**
 * The JSON schema of values: every key is known and has the type of its default.
 * @param variables what `@schema {"variables": "name"}` stands for: schemas of environment variables by their name
 */
export function schemaOf(document, variables) {
  const { properties } = schemaOfMap(document.contents, variables);
  // Helm gives `global` to every chart.
  return closed({ ...properties, global: { type: 'object' } });
}

function schemaOfMap(map, variables) {
  return closed(Object.fromEntries(map.items.map((pair) => [pair.key.value, schemaOfPair(pair, variables)])));
}

function schemaOfPair(pair, variables) {
  const { description, schema } = annotationOf(pair);
  const { variables: names, ...said } = schema;
  return {
    ...(description && { description }),
    ...(names ? closed(variables[names]) : schemaOfDefault(pair, variables)),
    ...said,
  };
}

function schemaOfDefault(pair, variables) {
  if (isMap(pair.value)) return isLeaf(pair) ? { type: 'object' } : schemaOfMap(pair.value, variables);
  if (isSeq(pair.value)) return { type: 'array' };
  const { value } = pair.value;
  if (!isScalar(pair.value) || value === null) throw new Error(`${pair.key.value} has no default`);
  return { type: typeof value === 'number' ? 'integer' : typeof value };
}

/** A row {path, value, description} for each key that has a value or is described. */
export function rowsOf(document) {
  return rowsOfMap(document.contents, []);
}

function rowsOfMap(map, above) {
  return map.items.flatMap((pair) => {
    const path = [...above, pair.key.value];
    const { description } = annotationOf(pair);
    if (isLeaf(pair)) return [{ path: path.join('.'), value: pair.value.toJSON(), description }];
    const heading = description ? [{ path: path.join('.'), value: undefined, description }] : [];
    return [...heading, ...rowsOfMap(pair.value, path)];
  });
}

/** Whether what it holds is one value, be it a map. */
function isLeaf(pair) {
  if (!isMap(pair.value)) return true;
  const { schema } = annotationOf(pair);
  return (
    pair.value.items.length === 0 ||
    FREE.has(pair.key.value) ||
    'variables' in schema ||
    'additionalProperties' in schema
  );
}

function annotationOf({ key }) {
  const text = key.commentBefore ?? '';
  const schema = SCHEMA.exec(text)?.[1];
  return { description: DESCRIPTION.exec(text)?.[1] ?? '', schema: schema ? JSON.parse(schema) : {} };
}

function closed(properties) {
  return { type: 'object', additionalProperties: false, properties };
}
