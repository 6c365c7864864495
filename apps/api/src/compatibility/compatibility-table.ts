import type { OpenAPIObject } from '@nestjs/swagger';
import { replaceBetween } from '@somabrain/config';
import { GONE_ROUTES } from './gone-routes';
import { ORIGINAL_ROUTES, type OriginalRoute } from './original-routes';

export const COMPATIBILITY_FILE = 'docs/compatibility.md';
const BEGIN = '<!-- routes:begin -->\n';
const END = '<!-- routes:end -->';

/** The state of a route of the original. */
export type RouteState = 'served' | 'deprecated' | 'gone' | 'planned';

/** Its state, by what the application has. @param document the OpenAPI document of the API */
export function stateOf({ route, hidden = false }: OriginalRoute, document: OpenAPIObject): RouteState {
  const [method = '', path = ''] = route.split(' ');
  const methods = document.paths[path] as Record<string, { deprecated?: boolean }> | undefined;
  const operation = methods?.[method.toLowerCase()];
  if (operation) return operation.deprecated ? 'deprecated' : 'served';
  if (hidden) return 'served';
  return insteadOf(path) === undefined ? 'planned' : 'gone';
}

/** The document with the present state of every route. @throws Error if it has no place for the table */
export function withCompatibilityTable(markdown: string, document: OpenAPIObject): string {
  const rows = ORIGINAL_ROUTES.map((original) => {
    const state = stateOf(original, document);
    const note =
      original.note === '' ? `${insteadOf(original.route.split(' ')[1] ?? '') ?? ''}.` : original.note;
    return `| \`${original.route}\` | ${state === 'gone' ? '410' : state} | ${note} |`;
  });
  const table = ['| route | state | |', '|---|---|---|', ...rows].join('\n');
  return replaceBetween(markdown, BEGIN, END, `\n${table}\n\n`);
}

function insteadOf(path: string): string | undefined {
  return GONE_ROUTES.find((gone) => gone.path.replaceAll(/:(\w+)/g, '{$1}') === path)?.instead;
}
