/** A route of the original, and its state in this service. */
export interface OriginalRoute {
  /** Method and path, as OpenAPI writes it. */
  readonly route: string;
  readonly note: string;
  /** Whether the OpenAPI document leaves it out, though it is served. */
  readonly hidden?: boolean;
}

/** Every route that the original registered, in the order of its inventory. */
export const ORIGINAL_ROUTES: readonly OriginalRoute[] = [
  {
    route: 'GET /health',
    note: 'The flat flags of the original beside `status` and `components`; 503 when something required is down.',
  },
  { route: 'GET /healthz', note: 'The same as `GET /health`.', hidden: true },
  { route: 'GET /diagnostics', note: 'For administrators; secrets are left out.' },
  { route: 'GET /metrics', note: 'The names of the original and those of the guide.' },
  {
    route: 'POST /remember',
    note: 'Inline or wrapped in `payload`; unknown fields go into the metadata instead of being dropped.',
  },
  { route: 'POST /recall', note: '`k` or `top_k`, and never more than that.' },
  { route: 'POST /remember/batch', note: 'Promised by the original and not there; here it is.' },
  { route: 'POST /delete', note: 'By `coordinate`, `coord` or `task`.' },
  { route: 'POST /recall/delete', note: 'The same.' },
  {
    route: 'POST /plan/suggest',
    note: 'The same order of relations and the same cost; 404 for a key that no memory has.',
  },
  { route: 'POST /act', note: 'Figures come from what is remembered; they were constant.' },
  { route: 'POST /link', note: '400 names the field that is missing, 404 the memory.' },
  { route: 'POST /graph/links', note: 'Page by page.' },
  { route: 'POST /personality', note: 'Sets neuromodulators by the same formulas.' },
  { route: 'GET /neuromodulators', note: 'Of the tenant; they were read from all.' },
  { route: 'POST /neuromodulators', note: 'For administrators, with the same clamps.' },
  { route: 'POST /reflect', note: 'Answers real summaries.' },
  { route: 'POST /migrate/export', note: 'The file of `GET /export`: lines of JSON instead of one object.' },
  { route: 'POST /migrate/import', note: 'Takes such a file, as `POST /import` does.' },
  { route: 'POST /sleep/run', note: 'Consolidates; a second run changes nothing.' },
  { route: 'GET /sleep/status', note: 'Of the tenant.' },
  { route: 'GET /sleep/status/all', note: 'Of all tenants, for administrators.' },
  { route: 'GET /micro/diag', note: '' },
  {
    route: 'POST /context/evaluate',
    note: 'Works where something is found, and as often as it is asked in a session. Earlier prompts are not kept; `residual_vector` is empty, `constitution_checksum` null.',
  },
  {
    route: 'POST /context/feedback',
    note: 'Changes the next recall; without `X-Model-Confidence` it is taken.',
  },
  { route: 'GET /context/adaptation/state', note: 'Of the tenant alone.' },
  { route: 'POST /context/adaptation/reset', note: 'In every mode, and back to any version.' },
  { route: 'GET /persona/{pid}', note: '' },
  { route: 'PUT /persona/{pid}', note: '' },
  { route: 'DELETE /persona/{pid}', note: '' },
  {
    route: 'POST /rag/retrieve',
    note: 'A memory that is not there is a 404 instead of being made up. `hrr`, `ce`, `cosine` and `auto` leave the order of the fusion.',
  },
  {
    route: 'POST /memory/remember',
    note: 'As the later releases have it; stores what `POST /remember` stores.',
  },
  { route: 'POST /memory/remember/batch', note: '' },
  {
    route: 'POST /memory/recall',
    note: 'As the later releases have it; finds what `POST /recall` finds.',
  },
  { route: 'POST /memory/recall/stream', note: '' },
  { route: 'GET /memory/context/{session_id}', note: '' },
  { route: 'GET /memory/metrics', note: '' },
  { route: 'POST /memory/admin/rebuild-ann', note: '' },
  { route: 'POST /memory/cutover/open', note: '' },
  { route: 'POST /memory/cutover/metrics', note: '' },
  { route: 'POST /memory/cutover/approve', note: '' },
  { route: 'POST /memory/cutover/execute', note: '' },
  { route: 'POST /memory/cutover/cancel', note: '' },
  { route: 'GET /config/memory', note: '' },
  { route: 'PATCH /config/memory', note: '' },
  { route: 'POST /config/cutover/open', note: '' },
  { route: 'POST /config/cutover/metrics', note: '' },
  { route: 'POST /config/cutover/approve', note: '' },
  { route: 'POST /config/cutover/execute', note: '' },
  { route: 'POST /config/cutover/cancel', note: '' },
  { route: 'GET /constitution/version', note: '' },
  { route: 'POST /constitution/validate', note: '' },
  { route: 'POST /constitution/load', note: '' },
  { route: 'GET /opa/policy', note: '' },
  { route: 'POST /opa/policy', note: '' },
  { route: 'GET /admin/services', note: '' },
  { route: 'GET /admin/services/{name}', note: '' },
  { route: 'POST /admin/services/{name}/{action}', note: '' },
  { route: 'GET /reward/health', note: 'Of the worker that takes rewards.' },
  { route: 'GET /learner/health', note: 'Of the worker that learns from them.' },
  { route: 'POST /reward/reward/{frame_id}', note: 'The same as `POST /reward/{frame_id}`.' },
  { route: 'GET /demo', note: '' },
];
