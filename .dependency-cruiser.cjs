/** The layers of libs/README.md as rules, lowest first. A library may use lower layers only. */
const layers = [
  ['kernel'],
  ['config', 'resilience', 'retrieval'],
  ['database', 'redis', 'events', 'client', 'encoders'],
  ['health', 'metrics', 'telemetry'],
  ['audit', 'http'],
  ['runtime', 'working-memory', 'policy', 'limits', 'auth'],
  ['memory'],
  ['cognition'],
];

const layerRules = layers.flatMap((layer, index) => {
  const below = layers.slice(0, index).flat();
  return layer.map((lib) => ({
    name: `${lib}-uses-lower-layers`,
    comment: `libs/${lib} may use ${below.length ? below.join(', ') : 'no other library'}`,
    severity: 'error',
    from: { path: `^libs/${lib}/` },
    to: { path: '^(apps|libs)/', pathNot: [`^libs/${lib}/`, ...below.map((name) => `^libs/${name}/`)] },
  }));
});

module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'public-entry-point',
      comment: 'A library is imported through its src/index.ts only',
      severity: 'error',
      from: { path: '^(apps|libs|test|migrations)/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'apps-stay-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/'] },
    },
    {
      name: 'plain-typescript',
      comment: 'The kernel, the ranking engine and resilience know no framework and do no I/O',
      severity: 'error',
      from: { path: '^libs/(kernel|retrieval|resilience)/', pathNot: ['\\.spec\\.ts$'] },
      to: {
        path: [
          'node_modules/(@nestjs|typeorm|pg|express)/',
          '^(fs|net|http|https|child_process|node:fs|node:net)',
        ],
      },
    },
    {
      name: 'one-wrapper-of-cockatiel',
      comment: 'Circuit breakers and retries come from libs/resilience',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: ['^libs/resilience/'] },
      to: { path: 'node_modules/cockatiel/' },
    },
    {
      name: 'pure-planner',
      comment: 'The write planner computes changes from state: no framework, no database, no files',
      severity: 'error',
      from: {
        path: '^libs/memory/src/(planning/|[^/]+/(plan-[^/]+|[^/]+-writes?)\\.ts$)',
        pathNot: ['\\.spec\\.ts$', '^libs/memory/src/postgres/'],
      },
      to: {
        path: [
          'node_modules/(@nestjs|typeorm|pg|express)/',
          '^(fs|net|http|https|child_process|node:fs|node:net)',
          '^libs/(database|events|http|redis)/',
          '^libs/memory/src/(postgres|http)/',
        ],
      },
    },
    {
      name: 'product-code-has-no-test-code',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: ['\\.spec\\.ts$'] },
      to: { path: ['^test/', '\\.spec\\.ts$'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
