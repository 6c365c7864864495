import { problemsOf } from './fixtures/problems-of';
import { loadConfiguration } from './load-configuration';

const KAFKA = { ENABLE_COG_THREADS: '1', SOMABRAIN_KAFKA_URL: 'kafka://broker:9092' };
const cognitionOf = (environment: Record<string, string>) =>
  loadConfiguration(environment).configuration.cognition;

describe('the configuration of the cognitive loop', () => {
  it('is off, and has every role where it is not', () => {
    expect(cognitionOf({})).toMatchObject({ enabled: false, episodes: false, anticipation: false });
    expect(cognitionOf(KAFKA)).toMatchObject({ enabled: true, listen: { host: '127.0.0.1', port: 8090 } });
    expect(cognitionOf(KAFKA).roles).toHaveLength(9);
  });

  it.each([
    ['integrator', 8091],
    ['segmentation', 8092],
    ['predictor-state', 8093],
    ['predictor-agent', 8094],
    ['predictor-action', 8095],
    ['orchestrator', 8096],
    ['reward', 8083],
    ['learner', 8084],
    ['teach', 8086],
  ])('lets %s answer at the original’s port %i, or at another', (role, port) => {
    const own = { ...KAFKA, SOMABRAIN_COGNITION_ROLE: role };
    expect(cognitionOf(own)).toMatchObject({ roles: [role], listen: { port } });
    expect(cognitionOf({ ...own, HEALTH_PORT: '9000' }).listen.port).toBe(9_000);
  });

  it('leaves out what a flag switches off, for those who would wait for it, too', () => {
    const { roles, domains } = cognitionOf({
      ...KAFKA,
      SOMABRAIN_FF_PREDICTOR_AGENT: '0',
      SOMABRAIN_FF_COG_SEGMENTATION: '0',
    });
    expect(domains).toEqual(['state', 'action']);
    expect(roles).not.toContain('predictor-agent');
    expect(roles).not.toContain('segmentation');
  });

  it('is refused where nothing would reach it', () => {
    const refused = (environment: Record<string, string>, process: 'api' | 'cognition') =>
      problemsOf(environment, { process }).map(({ variable }) => variable);
    expect(refused({}, 'cognition').sort()).toEqual(['ENABLE_COG_THREADS', 'SOMABRAIN_KAFKA_URL']);
    expect(refused(KAFKA, 'cognition')).toEqual([]);
    const apart = { ENABLE_COG_THREADS: '1', SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://127.0.0.1:9595' };
    expect(refused(apart, 'api')).toEqual(['SOMABRAIN_KAFKA_URL']);
  });

  it('asks a policy who leads where it is told its package and where OPA is', () => {
    expect(cognitionOf(KAFKA).integrator.policy).toBeNull();
    const asking = { ...KAFKA, SOMABRAIN_OPA_POLICY: 'somabrain.integrator' };
    const problems = (environment: Record<string, string>) =>
      problemsOf(environment, { process: 'cognition' }).map(({ variable }) => variable);
    expect(problems(asking)).toEqual(['SOMABRAIN_OPA_POLICY']);
    const opa = { SOMABRAIN_OPA_URL: 'http://opa:8181' };
    expect(problems({ ...asking, ...opa })).toEqual([]);
    expect(cognitionOf({ ...asking, ...opa }).integrator.policy).toBe('somabrain.integrator');
    expect(problems({ ...asking, ...opa, SOMABRAIN_OPA_POLICY: '../v1/policies' })).toEqual([
      'SOMABRAIN_OPA_POLICY',
    ]);
  });
});
