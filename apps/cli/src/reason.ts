import { ApiProblem } from '@somabrain/client';

/** Why something failed, for the person at the terminal: with the fields of a refused request, or what lies below. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiProblem) return problem(error);
  const cause = error instanceof Error ? error.cause : undefined;
  const text = error instanceof Error ? error.message || error.name : String(error);
  return cause instanceof Error && cause.message ? `${text} (${cause.message})` : text;
}

function problem({ code, detail, errors, traceId }: ApiProblem): string {
  const fields = errors.map(({ field, message }) => `\n  ${field}: ${message}`).join('');
  return `${code}: ${detail}${fields}${traceId ? `\n  trace id ${traceId}` : ''}`;
}
