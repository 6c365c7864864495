import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { type FieldError, Problem } from '@somabrain/kernel';
import { answersAsOriginal } from './compatibility';
import { checkAsOriginal } from './original-form';
import type { SchemaIssue } from './schema-issue';
import './unknown-field';

const MAX_ERRORS = 50;
const MAX_FIELD_LENGTH = 200;

type Schema = NonNullable<ArgumentMetadata['schema']>;

/** Checks bodies against their schemas; a body that is not valid ends in VALIDATION_FAILED, naming every field. */
export class SchemaValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: validationProblem });
  }

  /** Clients of the original may send more than there is. */
  protected override validate<Value>(value: unknown, schema: Schema, options?: Record<string, unknown>) {
    const check = (candidate: unknown) => super.validate<Value>(candidate, schema, options);
    return answersAsOriginal() ? checkAsOriginal(value, check) : check(value);
  }

  /** Nest would delete members named `constructor` or `prototype`; here they are data like any other, and stay. */
  protected override stripProtoKeys(): void {
    return;
  }
}

export function validationProblem(issues: readonly SchemaIssue[]): Problem {
  const errors = issues.slice(0, MAX_ERRORS).flatMap(fieldErrors).slice(0, MAX_ERRORS);
  const [first] = errors;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new Problem(
    'VALIDATION_FAILED',
    first ? `${first.field}: ${first.message}${more}` : 'It has a wrong form',
    {
      errors,
    },
  );
}

function fieldErrors(issue: SchemaIssue): FieldError[] {
  const path = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  if (issue.keys) {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, place) => ({
      field: fieldName([...path, key]),
      message: messages[place] ?? 'is not a known field',
    }));
  }
  return [{ field: fieldName(path), message: issue.message }];
}

/** A path as a person writes it: `memories[3].content`; `body` for the whole. */
export function fieldName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const segment of path) {
    if (typeof segment === 'number') name += `[${segment}]`;
    else name += name === '' ? String(segment) : `.${String(segment)}`;
    if (name.length > MAX_FIELD_LENGTH) return `${name.slice(0, MAX_FIELD_LENGTH)}…`;
  }
  return name === '' ? 'body' : name;
}
