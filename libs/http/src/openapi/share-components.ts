import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_CODES } from './endpoint';
import { problemResponseName } from './problem-response-name';
import { pascalCase } from './pascal-case';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Body = NonNullable<Operation['requestBody']>;
type Response = NonNullable<Operation['responses'][string]> & {
  readonly [PROBLEM_CODES]?: readonly string[];
};

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/**
 * The same document with its problem responses, and the parameters that several routes have, as components that the routes refer to.
 * @throws Error where two different parameters would get one name
 */
export function shareComponents(document: OpenAPIObject): OpenAPIObject {
  const { paths } = document;
  const responses = new SharedResponses(paths);
  const parameters = new SharedParameters(paths);
  const bodies = new SharedBodies(paths);
  const shared = mapped(paths, (path) =>
    withOperations(path, ({ security, ...operation }) => ({
      ...operation,
      ...(document.security && security === undefined && { security: [] }),
      ...(operation.parameters && { parameters: parameters.refsOf(operation) }),
      ...(operation.requestBody && { requestBody: bodies.refOf(operation, operation.requestBody) }),
      responses: responses.refsOf(operation),
    })),
  );
  return {
    ...document,
    paths: shared,
    components: {
      ...document.components,
      responses: sorted(responses.components),
      requestBodies: sorted(bodies.components),
      parameters: sorted(parameters.components),
    },
  };
}

/** Every problem, and the other responses that several routes have. */
class SharedResponses {
  readonly components = new Map<string, Response>();
  private readonly uses: ReadonlyMap<string, number>;

  constructor(paths: Paths) {
    this.uses = usesOf(operationsOf(paths).flatMap((operation) => Object.values(responsesOf(operation))));
  }

  refsOf(operation: Operation): Record<string, Response> {
    return mapped(responsesOf(operation), (response, status) => {
      const codes = response[PROBLEM_CODES];
      if (codes) return this.refTo(problemResponseName(Number(status), codes), response);
      const text = JSON.stringify(response);
      if (this.uses.get(text) === 1) return response;
      return this.refTo(nameIn(this.components, text) ?? `${nameOf(operation)}${status}`, response);
    });
  }

  private refTo(name: string, response: Response): Response {
    this.components.set(name, response);
    return { $ref: `#/components/responses/${name}` };
  }
}

/** The bodies that several routes take, such as older paths of one; each is called after the first. */
class SharedBodies {
  readonly components = new Map<string, Body>();
  private readonly uses: ReadonlyMap<string, number>;

  constructor(paths: Paths) {
    this.uses = usesOf(operationsOf(paths).flatMap(({ requestBody }) => requestBody ?? []));
  }

  refOf(operation: Operation, requestBody: Body): Body {
    const text = JSON.stringify(requestBody);
    if (this.uses.get(text) === 1) return requestBody;
    const name = nameIn(this.components, text) ?? nameOf(operation);
    this.components.set(name, requestBody);
    return { $ref: `#/components/requestBodies/${name}` };
  }
}

/** The parameters that several routes have. */
class SharedParameters {
  readonly components = new Map<string, Parameter>();
  private readonly uses: ReadonlyMap<string, number>;

  constructor(paths: Paths) {
    this.uses = usesOf(operationsOf(paths).flatMap(({ parameters = [] }) => parameters));
  }

  refsOf({ parameters = [], tags: [tag = ''] = [] }: Operation): Parameter[] {
    return parameters.map((parameter) =>
      this.uses.get(JSON.stringify(parameter)) === 1 ? parameter : this.refOf(parameter, tag),
    );
  }

  /** The first of a name gets that name, another one the tag of its route before it. */
  private refOf(parameter: Parameter, tag: string): Parameter {
    if ('$ref' in parameter) return parameter;
    const plain = pascalCase(parameter.name);
    const name = [plain, pascalCase(tag) + plain].find((candidate) => this.isFree(candidate, parameter));
    if (name === undefined)
      throw new Error(`Two parameters ${parameter.name} of the OpenAPI document differ: describe them alike`);
    this.components.set(name, parameter);
    return { $ref: `#/components/parameters/${name}` };
  }

  private isFree(name: string, parameter: Parameter): boolean {
    const known = this.components.get(name);
    return known === undefined || JSON.stringify(known) === JSON.stringify(parameter);
  }
}

/** What a component with this text is called already. */
function nameIn(components: ReadonlyMap<string, object>, text: string): string | undefined {
  return [...components].find(([, component]) => JSON.stringify(component) === text)?.[0];
}

function operationsOf(paths: Paths): Operation[] {
  return Object.values(paths).flatMap((path) => methodsOf(path).flatMap((method) => path[method] ?? []));
}

/** In the order of the document. */
function methodsOf(path: Paths[string]): (typeof METHODS)[number][] {
  return Object.keys(path).flatMap((key) => METHODS.find((method) => method === key) ?? []);
}

/** The path with each of its operations changed. */
function withOperations(path: Paths[string], change: (operation: Operation) => Operation): Paths[string] {
  const changed = methodsOf(path).flatMap((method) => {
    const operation = path[method];
    return operation ? [[method, change(operation)] as const] : [];
  });
  return { ...path, ...Object.fromEntries(changed) };
}

function responsesOf({ responses }: Operation): Record<string, Response> {
  return Object.fromEntries(
    Object.entries(responses).flatMap(([status, response]) => (response ? [[status, response]] : [])),
  );
}

/** The operation's name as a part of names of components. */
function nameOf({ operationId }: Operation): string {
  if (operationId === undefined) throw new Error('A route of the OpenAPI document has no operationId');
  return pascalCase(operationId);
}

/** How often each stands in a list, by its text. */
function usesOf(parts: readonly object[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const text of parts.map((part) => JSON.stringify(part))) uses.set(text, (uses.get(text) ?? 0) + 1);
  return uses;
}

function mapped<Value, Result>(
  members: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value, name)]));
}

function sorted<Value>(components: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
