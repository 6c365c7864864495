import { joinValues, parseValues, rowsOf, schemaOf } from './chart-values.mjs';

const SERVERS = `# What this file is

# -- Names of secrets
# @schema {"items": {"type": "object"}}
pullSecrets: []
policy:
  # -- Refuses what is not said
  enabled: true
redis:
  replicas: 2
  resources:
    limits: { memory: 1Gi }
`;
const SERVICES = `pullSecrets: []
policy:
  enabled: true
  egress: []
# -- Variables
# @schema {"variables": "public"}
environment: {}
`;
const VARIABLES = { public: { MODE: { type: 'string' } } };

describe('the values of a chart', () => {
  const servers = parseValues(SERVERS);
  const services = parseValues(SERVICES);

  it('make a schema in which every key is known and has the type of its default', () => {
    expect(schemaOf(servers, {}).properties).toEqual({
      pullSecrets: { description: 'Names of secrets', type: 'array', items: { type: 'object' } },
      policy: {
        type: 'object',
        additionalProperties: false,
        properties: { enabled: { description: 'Refuses what is not said', type: 'boolean' } },
      },
      redis: {
        type: 'object',
        additionalProperties: false,
        properties: { replicas: { type: 'integer' }, resources: { type: 'object' } },
      },
      global: { type: 'object' },
    });
    expect(schemaOf(servers, {}).additionalProperties).toBe(false);
  });

  it('know the variables that there are', () => {
    expect(schemaOf(services, VARIABLES).properties.environment).toEqual({
      description: 'Variables',
      type: 'object',
      additionalProperties: false,
      properties: VARIABLES.public,
    });
  });

  it('are refused where a default says nothing of the type', () => {
    expect(() => schemaOf(parseValues('key:\n'), {})).toThrow('key has no default');
    expect(() => parseValues('- list')).toThrow('no map');
    expect(() => parseValues('a: [')).toThrow();
  });

  it('become one where two charts have them', () => {
    const joined = joinValues([servers, services]);
    expect(joined.toJS()).toEqual({
      pullSecrets: [],
      policy: { enabled: true, egress: [] },
      redis: { replicas: 2, resources: { limits: { memory: '1Gi' } } },
      environment: {},
    });
    expect(joined.toString()).toContain('# -- Refuses what is not said');
    expect(services.toJS().redis).toBeUndefined();
  });

  it('are refused where two charts differ in them', () => {
    expect(() => joinValues([servers, parseValues('policy: { enabled: false }')])).toThrow('enabled');
  });

  it('are the rows of a table', () => {
    expect(rowsOf(servers)).toEqual([
      { path: 'pullSecrets', value: [], description: 'Names of secrets' },
      { path: 'policy.enabled', value: true, description: 'Refuses what is not said' },
      { path: 'redis.replicas', value: 2, description: '' },
      { path: 'redis.resources', value: { limits: { memory: '1Gi' } }, description: '' },
    ]);
  });
});
