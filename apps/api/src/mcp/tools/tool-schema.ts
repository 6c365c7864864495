/** JSON Schema of one argument, in the part of the language that every model API takes: no references, no unions. */
export interface Argument {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description: string;
  readonly items?: Argument | { readonly type: 'string' };
  readonly properties?: Readonly<Record<string, Argument>>;
  readonly required?: readonly string[];
}

/** JSON Schema of the arguments of a tool. */
export interface ToolInput {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Argument>>;
  readonly required: readonly string[];
}

/** @param required names of the arguments that must be given */
export function input(
  properties: Readonly<Record<string, Argument>>,
  required: readonly string[],
): ToolInput {
  return { type: 'object', properties, required };
}

export const text = (description: string): Argument => ({ type: 'string', description });
export const integer = (description: string): Argument => ({ type: 'integer', description });
export const number = (description: string): Argument => ({ type: 'number', description });
export const flag = (description: string): Argument => ({ type: 'boolean', description });
export const object = (description: string): Argument => ({ type: 'object', description });
export const texts = (description: string): Argument => ({
  type: 'array',
  items: { type: 'string' },
  description,
});

/** JSON Schema of one member of a result. */
export interface Member {
  readonly type: Argument['type'];
  readonly items?: ToolOutput | Member;
}

/** JSON Schema of the result of a tool. Members that it does not name may be there, too. */
export interface ToolOutput {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Member>>;
  readonly required: readonly string[];
}

/** @param required names of the members that are always there */
export function output(
  properties: Readonly<Record<string, Member>>,
  required: readonly string[],
): ToolOutput {
  return { type: 'object', properties, required };
}

export const TEXT: Member = { type: 'string' };
export const INTEGER: Member = { type: 'integer' };
export const NUMBER: Member = { type: 'number' };
export const TEXTS: Member = { type: 'array', items: TEXT };
export const listOf = (items: ToolOutput): Member => ({ type: 'array', items });
