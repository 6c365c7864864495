/**
 * Pure code, which needs no server: what is mutated, and the unit suites that must notice. Paths start at the root of the
 * repository. A score below the floor, in per cent, fails the command.
 */
export const AREAS = [
  {
    name: 'planning',
    title: 'planning of writes',
    floor: 90,
    sources: [
      'libs/memory/src/planning/*.ts',
      'libs/memory/src/journal/plan-journaled.ts',
      'libs/memory/src/{change,consolidation,forget,history,journal,links,ratings,remember,transfer}/*-write{,s}.ts',
      'libs/memory/src/{change/apply-patch,idempotency/idempotent-answers,quota/write-quota}.ts',
    ],
    // Not plan-groups.spec.ts: a thousand groups for every mutant would take hours.
    suites: [
      'libs/memory/src/planning/plan-write.spec.ts',
      'libs/memory/src/planning/plan-permissions.spec.ts',
      'libs/memory/src/planning/write-kinds.spec.ts',
      'libs/memory/src/remember/remember-write.spec.ts',
      'libs/memory/src/consolidation/consolidation-writes.spec.ts',
      'libs/memory/src/journal/plan-journaled.spec.ts',
      'libs/memory/src/links/link-write.spec.ts',
      'libs/memory/src/quota/write-quota.spec.ts',
      'libs/memory/src/ratings/rate-write.spec.ts',
      'libs/memory/src/transfer/import-write.spec.ts',
    ],
  },
  {
    name: 'chain',
    title: 'hash chain',
    floor: 97,
    sources: ['libs/audit/src/audit-chain.ts', 'libs/audit/src/verification/chain-{fault,walk}.ts'],
    suites: ['libs/audit/src/audit-chain.spec.ts', 'libs/audit/src/verification/chain-fault.spec.ts'],
  },
  {
    name: 'ranking',
    title: 'ranking formulas',
    floor: 92,
    sources: [
      'libs/retrieval/src/lexical/{bm25,passage-saturation}.ts',
      'libs/retrieval/src/ranking/{activation,best-documents,exact-sum,factors,feedback-store,ranking-profile}.ts',
    ],
    suites: [
      'libs/retrieval/src/index/namespace-index.spec.ts',
      'libs/retrieval/src/lexical/bm25.spec.ts',
      'libs/retrieval/src/ranking/activation.spec.ts',
      'libs/retrieval/src/ranking/best-documents.spec.ts',
      'libs/retrieval/src/ranking/feedback-store.spec.ts',
      'libs/retrieval/src/ranking/ranking-profile.spec.ts',
    ],
  },
  {
    name: 'fusion',
    title: 'fusion of retrievers',
    floor: 96,
    sources: ['libs/cognition/src/retrieving/{diversify,fuse}.ts'],
    suites: ['libs/cognition/src/retrieving/fuse.spec.ts'],
  },
];
