/** Every combination of roles and scopes, and what each comes to: the table that `opa test`, the compiled policies and a real OPA agree on. */

const MEMORY = ['memory:read', 'memory:write', 'memory:delete'];
const OTHERS = ['audit:read', 'tenant:read', 'tenant:write', 'service:read'];

const GRANTS = {
  admin: [...MEMORY, ...OTHERS],
  agent: MEMORY,
  member: MEMORY,
  writer: ['memory:read', 'memory:write'],
  reader: ['memory:read'],
  auditor: ['audit:read', 'tenant:read'],
};

/** What a token can name. The scopes that are not about memories stand together: no restriction concerns one of them alone. */
const NAMES = [...Object.keys(GRANTS), ...MEMORY, OTHERS.join(' ')];

/** Where the table lies. */
export const COMBINATIONS = 'deploy/opa/tests/combinations.json';

/** The table: by the roles and scopes, `own` or `all` (what is seen), then the actions that are allowed. */
export function combinations() {
  const rows = Array.from({ length: 2 ** NAMES.length }, (_, bits) => {
    const names = NAMES.filter((_, bit) => bits & (2 ** bit)).flatMap((name) => name.split(' '));
    const allowed = new Set(names.flatMap((name) => GRANTS[name] ?? [name]));
    const seen = names.includes('member') ? 'own' : 'all';
    return [
      names.join(' '),
      [seen, ...[...MEMORY, ...OTHERS].filter((action) => allowed.has(action))].join(' '),
    ];
  });
  return `${JSON.stringify({ combinations: Object.fromEntries(rows) }, null, 2)}\n`;
}
