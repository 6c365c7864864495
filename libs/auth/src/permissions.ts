/** What an identity may do. A route names one of them, and roles are sets of them. */
export const PERMISSIONS = [
  'memory:read',
  'memory:write',
  'memory:delete',
  'audit:read',
  'tenant:read',
  'tenant:write',
  'service:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Of administrators of every tenant only. */
export const OF_OPERATORS: readonly Permission[] = ['tenant:write', 'service:read'];

const AGENT: readonly Permission[] = ['memory:read', 'memory:write', 'memory:delete'];

/** The roles that a token can name. */
export const ROLES: Readonly<Record<string, readonly Permission[]>> = {
  admin: PERMISSIONS,
  agent: AGENT,
  /** An agent to whom the policy shows what is its own. */
  member: AGENT,
  writer: ['memory:read', 'memory:write'],
  reader: ['memory:read'],
  auditor: ['audit:read', 'tenant:read'],
};

/**
 * What the roles and scopes of a token allow together; names that are neither a role nor a permission allow nothing.
 * A token that speaks of neither is that of an agent.
 */
export function permissionsOf(names: readonly string[] | null): ReadonlySet<Permission> {
  if (names === null) return new Set(AGENT);
  return new Set(
    names.flatMap((name) => (Object.hasOwn(ROLES, name) ? (ROLES[name] ?? []) : asPermission(name))),
  );
}

function asPermission(name: string): Permission[] {
  return PERMISSIONS.filter((permission) => permission === name);
}
