import type { GoneRoute } from '@somabrain/http';

const POLICY =
  'Policies are Rego that OPA loads, see docs/policy.md; the decision id of a denial is in its answer';
const KEYED = 'Use POST /remember with a key of its own, GET /memories?key= and DELETE /memories/{id}';
const NAMESPACES =
  'Every namespace is served at any time: name it in `namespace`, or move memories with PATCH /memories/{id}';
const CLUSTER = 'Processes are looked after by Kubernetes or Compose; GET /health shows how they are';

const gone = (paths: readonly string[], instead: string): readonly GoneRoute[] =>
  paths.map((path) => ({ path, instead }));

/** Routes of the original that nothing takes the place of one to one. */
export const GONE_ROUTES: readonly GoneRoute[] = [
  ...gone(['/constitution/version', '/constitution/validate', '/constitution/load'], POLICY),
  ...gone(['/opa/policy'], POLICY),
  ...gone(['/persona/:pid'], KEYED),
  ...gone(
    ['open', 'metrics', 'approve', 'execute', 'cancel'].flatMap((step) => [
      `/config/cutover/${step}`,
      `/memory/cutover/${step}`,
    ]),
    NAMESPACES,
  ),
  ...gone(
    ['/config/memory'],
    'Configuration is environment variables; GET /diagnostics shows it without secrets',
  ),
  ...gone(['/admin/services', '/admin/services/:name', '/admin/services/:name/:action'], CLUSTER),
  ...gone(['/micro/diag'], 'There are no microcircuits; use GET /diagnostics'),
  ...gone(['/memory/remember/batch'], 'Use POST /remember/batch'),
  ...gone(
    ['/memory/recall/stream'],
    'Use POST /memory/recall with `chunk_size` and `chunk_index`, or POST /recall, which answers all of its results at once',
  ),
  ...gone(['/memory/context/:session_id'], 'Use GET /working-memory/{session_id}'),
  ...gone(['/memory/metrics'], 'Use GET /metrics'),
  ...gone(['/memory/admin/rebuild-ann'], 'Indexes are rebuilt by themselves'),
  ...gone(['/demo'], 'Use GET /docs'),
];
