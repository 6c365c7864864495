import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS, TENANT_PROBLEMS } from '@somabrain/http';
import { PAGE_PARAMETERS } from '../memory/change-endpoints';
import { BODY_PROBLEMS, ID_PARAMETER } from '../memory/memory-endpoints';
import { ReflectAnswer, SleepAnswer, SleepersAnswer, SleepStatusAnswer, UndoAnswer } from './sleep-answers';

const headers = [...TENANT_HEADERS, DEADLINE_HEADER];
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const RUN_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072';
const RUN = {
  run_id: RUN_ID,
  status: 'done',
  step: 'ended',
  seen: 1200,
  total: 1200,
  counts: {
    near_duplicates: 3,
    superseded: 1,
    summaries: 2,
    summaries_removed: 0,
    links_faded: 0,
    links_removed: 0,
  },
  dry_run: false,
  actor: 'anonymous',
  started_at: '2026-03-01T09:00:00.000Z',
  ended_at: '2026-03-01T09:00:01.500Z',
  failure: null,
};
const SLEPT = {
  ok: true,
  started_at_ms: 1772355600000,
  mode: 'nrem/rem',
  details: { nrem: { created: 0, reinforced: 0, pruned: 4 }, rem: { created: 2 } },
  ...RUN,
  planned: [],
  trace_id: TRACE,
};
const REFLECTED = {
  created: 1,
  summaries: ['Ana: The launch of the lighthouse project is planned for June.'],
  ids: [ID_PARAMETER.example],
  run_id: RUN_ID,
  status: 'done',
  trace_id: TRACE,
};
const LAST = { nrem: 1772355601.5, rem: 1772355601.5 };
const RUN_PROBLEMS = [
  'SLEEP_RUNNING',
  'DATABASE_UNAVAILABLE',
  'MEMORY_UNAVAILABLE',
  'WRITES_QUEUED',
  'DEADLINE_EXCEEDED',
] as const;

export const SleepRunEndpoint = () =>
  Endpoint({
    operationId: 'sleepRun',
    tag: 'Sleep',
    summary: 'Consolidate memories',
    description:
      'Supersedes near-duplicates and outdated memories, summarises ended sessions and decays links. A superseded memory is no longer recalled; ' +
      'it stays stored with its history. A second run changes nothing, and `POST /sleep/undo` undoes a run. A tenant can have one active run.',
    headers,
    bodyExamples: {
      all: { summary: 'Everything', value: {} },
      dry: { summary: 'List what would be superseded', value: { rem: false, dry_run: true } },
    },
    bodyOptional: true,
    answers: [
      { status: 200, description: 'The run has ended.', schema: SleepAnswer, example: SLEPT },
      {
        status: 202,
        description: 'The run continues. `GET /sleep/status` returns its progress.',
        schema: SleepAnswer,
        example: { ...SLEPT, status: 'running', step: 'looking', seen: 800, ended_at: null },
      },
    ],
    problems: [...BODY_PROBLEMS, ...RUN_PROBLEMS],
  });

export const SleepUndoEndpoint = () =>
  Endpoint({
    operationId: 'sleepUndo',
    tag: 'Sleep',
    summary: 'Undo a run',
    description:
      'Takes back the changes of a run. Later changes stay. A later run does not repeat what was undone.',
    headers,
    bodyExamples: {
      latest: { summary: 'The latest run that changed something', value: {} },
      one: { summary: 'This run', value: { run_id: RUN_ID } },
    },
    bodyOptional: true,
    answers: [
      {
        status: 200,
        description: 'The run is undone.',
        schema: UndoAnswer,
        example: { ok: true, run_id: RUN_ID, restored: 6, trace_id: TRACE },
      },
    ],
    problems: [...BODY_PROBLEMS, 'RUN_NOT_FOUND', ...RUN_PROBLEMS],
  });

export const SleepStatusEndpoint = () =>
  Endpoint({
    operationId: 'sleepStatus',
    tag: 'Sleep',
    summary: 'Read the consolidation runs of a tenant',
    description: 'Whether runs are scheduled, the latest runs, and the progress of the one under way.',
    headers,
    answers: [
      {
        status: 200,
        description: 'The runs.',
        schema: SleepStatusAnswer,
        example: { enabled: true, interval_seconds: 3600, last: LAST, runs: [RUN] },
      },
    ],
    problems: [...TENANT_PROBLEMS, 'VALIDATION_FAILED', 'DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  });

export const SleepStatusOfAllEndpoint = () =>
  Endpoint({
    operationId: 'sleepStatusOfAll',
    tag: 'Sleep',
    summary: 'Read the last runs of all tenants',
    description: 'The last run of each tenant, page by page.',
    headers,
    queryParameters: PAGE_PARAMETERS,
    answers: [
      {
        status: 200,
        description: 'A page.',
        schema: SleepersAnswer,
        example: {
          enabled: true,
          interval_seconds: 3600,
          tenants: { public: { last: LAST } },
          next_cursor: null,
        },
      },
    ],
    problems: [...TENANT_PROBLEMS, 'VALIDATION_FAILED', 'DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  });

export const ReflectEndpoint = () =>
  Endpoint({
    operationId: 'reflect',
    tag: 'Sleep',
    summary: 'Summarise sessions now',
    description:
      'Stores a summary of every session of six turns or more whose summary is missing or out of date, whether the session has ended ' +
      'or not. A summary quotes sentences and is linked to their memories by `derived_from`.',
    headers,
    bodyExamples: {
      all: { summary: 'All of them', value: {} },
      one: { summary: 'Those of a namespace', value: { namespace: 'default' } },
    },
    bodyOptional: true,
    answers: [
      { status: 200, description: 'The summaries.', schema: ReflectAnswer, example: REFLECTED },
      {
        status: 202,
        description: 'The run continues; these are its summaries so far.',
        schema: ReflectAnswer,
        example: { ...REFLECTED, status: 'running' },
      },
    ],
    problems: [...BODY_PROBLEMS, ...RUN_PROBLEMS],
  });
