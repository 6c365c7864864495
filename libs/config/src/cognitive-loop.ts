import { COGNITION_ROLES, type CognitionRole } from './cognition-roles';
import type { CognitiveLoopConfiguration } from './cognitive-loop-configuration';
import type { EnvironmentValues } from './environment-schema';

/** Where a role alone answers /health and /metrics. */
const PORTS: Readonly<Record<CognitionRole | 'all', number>> = {
  all: 8090,
  integrator: 8091,
  segmentation: 8092,
  'predictor-state': 8093,
  'predictor-agent': 8094,
  'predictor-action': 8095,
  orchestrator: 8096,
  reward: 8083,
  learner: 8084,
  teach: 8086,
};

/** What the environment says of the loop. */
export function toCognitiveLoop(values: EnvironmentValues): CognitiveLoopConfiguration {
  const role = values.SOMABRAIN_COGNITION_ROLE;
  const on: Readonly<Partial<Record<CognitionRole, boolean>>> = {
    'predictor-state': values.SOMABRAIN_FF_PREDICTOR_STATE,
    'predictor-agent': values.SOMABRAIN_FF_PREDICTOR_AGENT,
    'predictor-action': values.SOMABRAIN_FF_PREDICTOR_ACTION,
    integrator: values.SOMABRAIN_FF_COG_INTEGRATOR,
    segmentation: values.SOMABRAIN_FF_COG_SEGMENTATION,
  };
  const domains = (['state', 'agent', 'action'] as const).filter((domain) => on[`predictor-${domain}`]);
  const roles = role === 'all' ? COGNITION_ROLES : [role];
  return {
    enabled: values.ENABLE_COG_THREADS,
    roles: roles.filter((each) => on[each] ?? true),
    domains,
    listen: {
      host:
        values.SOMABRAIN_COGNITION_HOST ??
        (values.SOMABRAIN_MODE === 'development' ? '127.0.0.1' : '0.0.0.0'),
      port: values.HEALTH_PORT ?? PORTS[role],
    },
    consumerGroup: values.SOMABRAIN_CONSUMER_GROUP,
    learnerUrl: values.SOMABRAIN_LEARNER_URL ?? null,
    ...formulasOf(values),
    episodes: values.SOMABRAIN_FF_COG_ORCHESTRATOR,
    anticipation: values.SOMABRAIN_FF_WM_UPDATES_CACHE,
  };
}

type Formulas = 'predictor' | 'integrator' | 'segmentation' | 'learner' | 'teach';

function formulasOf(values: EnvironmentValues): Pick<CognitiveLoopConfiguration, Formulas> {
  return {
    predictor: {
      method: values.SOMA_HEAT_METHOD,
      t: values.SOMABRAIN_DIFFUSION_T,
      confidenceAlpha: values.SOMABRAIN_CONF_ALPHA,
      chebyshevDegree: values.SOMABRAIN_CHEB_K,
      lanczosSteps: values.SOMABRAIN_LANCZOS_M,
      dimension: values.SOMABRAIN_PREDICTOR_DIM,
    },
    integrator: {
      alpha: values.SOMABRAIN_INTEGRATOR_ALPHA,
      enforceConfidence: values.SOMABRAIN_INTEGRATOR_ENFORCE_CONF,
      policy: values.SOMABRAIN_OPA_POLICY ?? null,
    },
    segmentation: {
      mode: values.SOMABRAIN_SEGMENT_MODE,
      maxDwellMs: values.SOMABRAIN_SEGMENT_MAX_DWELL_MS,
      minGapMs: values.SOMABRAIN_CPD_MIN_GAP_MS,
      minStd: values.SOMABRAIN_CPD_MIN_STD,
      changePoint: { minSamples: values.SOMABRAIN_CPD_MIN_SAMPLES, z: values.SOMABRAIN_CPD_Z },
      hazard: {
        minSamples: values.SOMABRAIN_HAZARD_MIN_SAMPLES,
        lambda: values.SOMABRAIN_HAZARD_LAMBDA,
        volatility: values.SOMABRAIN_HAZARD_VOL_MULT,
      },
    },
    learner: { alpha: values.LEARNER_EMA_ALPHA },
    teach: { remembered: values.TEACH_DEDUP_CACHE_SIZE },
  };
}
