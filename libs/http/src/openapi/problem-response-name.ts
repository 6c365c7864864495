import { pascalCase } from './pascal-case';

/** Codes that mostly come together, under one word. */
const GROUPS: readonly (readonly [word: string, codes: readonly string[]])[] = [
  ['BODY', ['MALFORMED_JSON', 'MALFORMED_REQUEST', 'VALIDATION_FAILED']],
  ['TENANT', ['TENANT_INVALID', 'TENANT_REQUIRED']],
  ['ACCESS', ['PERMISSION_DENIED', 'TENANT_DENIED', 'POLICY_DENIED', 'POLICY_UNAVAILABLE']],
  ['STORAGE', ['DATABASE_UNAVAILABLE', 'MEMORY_UNAVAILABLE']],
];

/** What RFC 9110 calls the statuses that several codes share. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  422: 'UnprocessableContent',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};

/**
 * The name of the component for problems that share a status: the code, or the status and what speaks of its codes. It follows from these
 * alone, so that it stays when routes come and go.
 */
export function problemResponseName(status: number, codes: readonly string[]): string {
  const [only = ''] = codes;
  if (codes.length === 1) return pascalCase(only);
  let left = [...codes];
  const words: string[] = [];
  for (const [word, members] of GROUPS) {
    if (!members.every((code) => left.includes(code))) continue;
    words.push(word);
    left = left.filter((code) => !members.includes(code));
  }
  const rest = left.map((code) => code.replace(/_UNAVAILABLE$/, ''));
  return (REASONS[status] ?? `Status${status}`) + [...words, ...rest].map(pascalCase).join('');
}
