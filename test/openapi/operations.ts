import type { OpenAPIObject } from '@nestjs/swagger';

interface Content {
  readonly schema?: { readonly $ref?: string };
  readonly example?: unknown;
  readonly examples?: object;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: { readonly example?: unknown; readonly examples?: readonly unknown[] };
  readonly example?: unknown;
}

interface Body {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, Content>>;
}

interface Response {
  readonly description: string;
  readonly headers?: object;
  readonly content?: Readonly<Record<string, Content>>;
  readonly 'x-problem-codes'?: readonly string[];
}

/** An operation of a document, with what it refers to in the place of its references. */
export interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Response>>;
}

interface Refers {
  readonly $ref?: string;
}
type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The operations of a document by method and path. @throws Error for a reference to a component that is not there */
export function operationsOf(document: OpenAPIObject): [route: string, operation: Operation][] {
  const components = document.components as Components;
  const paths = document.paths as Record<string, Record<string, Operation>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      whole(operation, components),
    ]),
  );
}

function whole(operation: Operation, components: Components): Operation {
  const { parameters = [], requestBody, responses } = operation;
  return {
    ...operation,
    parameters: parameters.map((parameter) => referredTo(parameter, components)),
    ...(requestBody && { requestBody: referredTo(requestBody, components) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, referredTo(response, components)]),
    ),
  };
}

function referredTo<Part extends object>(part: Part & Refers, components: Components): Part {
  if (part.$ref === undefined) return part;
  const [kind = '', name = ''] = part.$ref.split('/').slice(2);
  const component = components[kind]?.[name];
  if (!component) throw new Error(`${part.$ref} is not in the document`);
  return component as Part;
}
