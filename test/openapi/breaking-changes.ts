/** The parts of an OpenAPI 3.1 document that a client can depend on. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly responses?: Readonly<Record<string, Response>>;
    readonly requestBodies?: Readonly<Record<string, Body>>;
  };
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Response>>;
}

interface Body {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly content?: Contents;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Contents;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

type Contents = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly [bound: string]: unknown;
}

const LOWER_BOUNDS = ['minLength', 'minimum', 'minItems', 'minProperties'];
const UPPER_BOUNDS = ['maxLength', 'maximum', 'maxItems', 'maxProperties'];

/**
 * What in `after` can break a client that was written for `before`, one sentence each. New routes, optional parameters, wider requests, and new
 * members or enumeration values of answers break nobody: clients ignore what they do not know.
 */
export function breakingChanges(before: ApiDocument, after: ApiDocument): string[] {
  return new Comparison(before, after).run();
}

class Comparison {
  private readonly found: string[] = [];
  /** Pairs of components under comparison, so that schemas that refer to themselves come to an end. */
  private readonly open = new Set<string>();

  constructor(
    private readonly before: ApiDocument,
    private readonly after: ApiDocument,
  ) {}

  run(): string[] {
    for (const [path, methods] of Object.entries(this.before.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const route = `${method.toUpperCase()} ${path}`;
        const now = this.after.paths[path]?.[method];
        if (now) this.operation(route, whole(operation, this.before), whole(now, this.after));
        else this.found.push(`${route} is gone`);
      }
    }
    return this.found;
  }

  private operation(route: string, before: Operation, after: Operation): void {
    if (before.operationId !== after.operationId) {
      this.found.push(`${route} is now called ${after.operationId}, was ${before.operationId}`);
    }
    this.parameters(route, before.parameters ?? [], after.parameters ?? []);
    this.body(`${route} request`, before.requestBody, after.requestBody);
    for (const [status, { content = {} }] of Object.entries(before.responses ?? {})) {
      const now = after.responses?.[status];
      // That an error cannot happen any more breaks nobody.
      if (!now && Number(status) < 400) this.found.push(`${route} no longer documents ${status}`);
      else if (now) this.contents(`${route} ${status}`, content, now.content ?? {}, 'answer');
    }
  }

  private parameters(route: string, before: readonly Parameter[], after: readonly Parameter[]): void {
    const find = (list: readonly Parameter[], wanted: Parameter) =>
      list.find((each) => each.name === wanted.name && each.in === wanted.in);
    for (const parameter of before) {
      const now = find(after, parameter);
      const place = `${route} parameter ${parameter.name}`;
      if (!now) this.found.push(`${place} is gone`);
      else this.schema(place, parameter.schema ?? {}, now.schema ?? {}, 'request');
    }
    for (const parameter of after) {
      if (parameter.required && !find(before, parameter)?.required)
        this.found.push(`${route} parameter ${parameter.name} is now required`);
    }
  }

  private body(place: string, before: Operation['requestBody'], after: Operation['requestBody']): void {
    if (after?.required && !before?.required) this.found.push(`${place} is now required`);
    this.contents(place, before?.content ?? {}, after?.content ?? {}, 'request');
  }

  private contents(place: string, before: Contents, after: Contents, side: 'request' | 'answer'): void {
    for (const [type, { schema = {} }] of Object.entries(before)) {
      const now = after[type];
      if (!now) this.found.push(`${place} is no longer ${type}`);
      else this.schema(place, schema, now.schema ?? {}, side);
    }
  }

  private schema(place: string, before: Schema, after: Schema, side: 'request' | 'answer'): void {
    const pair = `${before.$ref} ${after.$ref} ${side}`;
    if (before.$ref && after.$ref) {
      if (this.open.has(pair)) return;
      this.open.add(pair);
    }
    const [was, is] = [resolve(before, this.before), resolve(after, this.after)];
    const [wider, narrower] = side === 'request' ? [is, was] : [was, is];
    for (const alternative of alternativesOf(narrower)) {
      const choices = alternativesOf(wider);
      const alike = choices.filter((choice) =>
        typesOf(choice).some((type) => typesOf(alternative).includes(type)),
      );
      const problems = (alike.length > 0 ? alike : choices).map((accepting) => {
        const [old, now] = side === 'request' ? [alternative, accepting] : [accepting, alternative];
        return this.tried(() => {
          this.plain(place, old, now, side);
        });
      });
      const least = problems.toSorted((a, b) => a.length - b.length)[0] ?? [];
      this.found.push(...least);
    }
    this.open.delete(pair);
  }

  /** What `compare` finds, without keeping it. */
  private tried(compare: () => void): string[] {
    const length = this.found.length;
    compare();
    return this.found.splice(length);
  }

  private plain(place: string, was: Schema, is: Schema, side: 'request' | 'answer'): void {
    if (was.$ref ?? is.$ref) {
      this.schema(place, was, is, side);
      return;
    }
    const [oldTypes, newTypes] = [typesOf(was), typesOf(is)];
    const [given, taken] = side === 'request' ? [oldTypes, newTypes] : [newTypes, oldTypes];
    const takes = (type: string) => taken.includes(type) || (type === 'integer' && taken.includes('number'));
    if (taken.length > 0 && (given.length === 0 || !given.every(takes))) {
      this.found.push(`${place} is now ${newTypes.join(' or ') || 'anything'}, was ${oldTypes.join(' or ')}`);
      return;
    }
    if (side === 'request') this.narrowed(place, was, is);
    this.members(place, was, is, side);
    if (was.items && is.items) this.schema(`${place}[]`, was.items, is.items, side);
  }

  private narrowed(place: string, was: Schema, is: Schema): void {
    const values = valuesOf(is);
    const lost = values && (valuesOf(was)?.filter((value) => !values.includes(value)) ?? ['any value']);
    if (lost && lost.length > 0) this.found.push(`${place} no longer takes ${lost.join(', ')}`);
    for (const bound of LOWER_BOUNDS) {
      if (Number(is[bound] ?? -Infinity) > Number(was[bound] ?? -Infinity))
        this.found.push(`${place} has a higher ${bound}`);
    }
    for (const bound of UPPER_BOUNDS) {
      if (Number(is[bound] ?? Infinity) < Number(was[bound] ?? Infinity))
        this.found.push(`${place} has a lower ${bound}`);
    }
    if (is.pattern !== undefined && is.pattern !== was.pattern)
      this.found.push(`${place} has another pattern`);
  }

  private members(place: string, was: Schema, is: Schema, side: 'request' | 'answer'): void {
    for (const [name, member] of Object.entries(was.properties ?? {})) {
      const now = is.properties?.[name];
      if (now) this.schema(`${place}.${name}`, member, now, side);
      else if (side === 'answer' || is.additionalProperties === false)
        this.found.push(`${place}.${name} is gone`);
    }
    const [asked, before] = side === 'request' ? [is, was] : [was, is];
    for (const name of asked.required ?? []) {
      if (before.required?.includes(name) || (side === 'answer' && !is.properties?.[name])) continue;
      this.found.push(
        `${place}.${name} is ${side === 'request' ? 'now required' : 'no longer always there'}`,
      );
    }
  }
}

/** The operation with what it refers to in the place of its references. */
function whole(operation: Operation, { components = {} }: ApiDocument): Operation {
  const { parameters = [], requestBody, responses = {} } = operation;
  return {
    ...operation,
    parameters: parameters.map((each) => referredTo(each, components.parameters)),
    ...(requestBody && { requestBody: referredTo(requestBody, components.requestBodies) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, each]) => [status, referredTo(each, components.responses)]),
    ),
  };
}

function referredTo<Part extends { readonly $ref?: string }>(
  part: Part,
  components: Readonly<Record<string, Part>> = {},
): Part {
  if (part.$ref === undefined) return part;
  const found = components[part.$ref.slice(part.$ref.lastIndexOf('/') + 1)];
  if (!found) throw new Error(`${part.$ref} is not in the document`);
  return found;
}

/** What a schema refers to; the parts that a value must meet all are one. */
function resolve(schema: Schema, document: ApiDocument): Schema {
  const { allOf, ...own } = schema.$ref ? referredTo(schema, document.components?.schemas) : schema;
  if (!allOf) return own;
  const parts = [own, ...allOf.map((part) => resolve(part, document))];
  return {
    ...parts.reduce((all, part) => ({ ...all, ...part }), {}),
    properties: parts.reduce<Record<string, Schema>>(
      (all, { properties = {} }) => ({ ...all, ...properties }),
      {},
    ),
    required: parts.flatMap(({ required = [] }) => required),
  };
}

/** The schemas of which a value must meet one. An `anyOf` beside members says which of them must be there: the members count. */
function alternativesOf(schema: Schema): readonly Schema[] {
  const { type, enum: values } = schema;
  if (typeof type === 'object') {
    return type.map((one) => {
      if (one === 'null') return { type: one };
      return { ...schema, type: one, ...(values && { enum: values.filter((value) => value !== null) }) };
    });
  }
  if (schema.properties) return [schema];
  return (schema.anyOf ?? schema.oneOf)?.flatMap(alternativesOf) ?? [schema];
}

function typesOf({ type, const: constant, enum: values }: Schema): string[] {
  if (type !== undefined) return typeof type === 'string' ? [type] : [...type];
  const examples = constant === undefined ? (values ?? []) : [constant];
  return [...new Set(examples.map((value) => typeof value))];
}

function valuesOf({ const: constant, enum: values }: Schema): readonly unknown[] | undefined {
  return constant === undefined ? values : [constant];
}
