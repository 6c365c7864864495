import { sealRecord } from '@somabrain/audit';
import { parseTenantId, type TenantContext } from '@somabrain/kernel';
import { loadRankingAssets, type RankingAssets } from '@somabrain/retrieval';
import { prepareChange } from '../change/change-write';
import { prepareStep } from '../consolidation/prepare-step';
import { prepareExpiry, prepareRemoval } from '../forget/removal-write';
import { prepareRestore } from '../history/restore-write';
import { prepareJournal } from '../journal/journal-write';
import { prepareLink } from '../links/link-write';
import { readRankingFiles } from '../ranking/ranking-files';
import { prepareRating } from '../ratings/rate-write';
import { analysedFormOf } from '../remember/analysed-form';
import { prepareRemember } from '../remember/remember-write';
import { NOW, planWrites, remember, storedFrom } from './fixtures/planning';
import { prepareSummary } from './summary-write';
import type { StoredMemory } from './tenant-plan';
import type { WantedOfTenant } from './write-kind';
import { kindOf } from './write-kinds';
import type { ImportOperation, WriteKindName, WriteOperation } from './write-operation';

const CONTEXT: TenantContext = {
  tenant: parseTenantId('acme', 'test'),
  actor: 'ana',
  traceId: 'trace',
  decisionId: 'decision',
  mayDelete: true,
};
const NAMED = { digest: 'digest', fingerprint: 'fingerprint' };
const RUN = 'run-1';
const CLOSURE = { reason: 'repeated', supersededBy: 'other', validUntil: 5_000 };

const rowOf = (fields: Parameters<typeof remember>[0]): StoredMemory => {
  const [row] = planWrites([], [remember(fields)]).plan.inserts;
  return storedFrom(row!);
};
const paris = rowOf({ key: 'paris' });
const france = rowOf({ key: 'france', content: 'France is in Europe' });
const memory = { ...remember({ key: 'rome', content: 'Rome is the capital of Italy' }).state.fields };

/** What each kind has looked up, as it is stored when it is planned. */
const STORED: Partial<Record<WriteKindName, StoredMemory[]>> = {
  journal: [],
  expire: [{ ...paris, expired: true }],
  reopen: [{ ...paris, state: { ...paris.state!, closed: { ...CLOSURE, run: RUN } } }],
};

describe('the kinds of writes', () => {
  let assets: RankingAssets;
  let operations: Record<WriteKindName, WriteOperation>;

  beforeAll(async () => {
    assets = loadRankingAssets(await readRankingFiles());
  });
  beforeEach(() => {
    const step = (given: Parameters<typeof prepareStep>[3]) => prepareStep(assets, CONTEXT, RUN, given);
    operations = {
      remember: prepareRemember(analysedFormOf(assets, memory.content), CONTEXT, memory, NAMED),
      journal: prepareJournal(CONTEXT, memory, NAMED),
      change: prepareChange(
        null,
        CONTEXT,
        { id: paris.id, patch: { tags: ['geo'] }, ifVersions: [1] },
        NAMED,
      ),
      restore: prepareRestore(
        analysedFormOf(assets, memory.content),
        CONTEXT,
        { id: paris.id, version: 1, fields: memory },
        NAMED,
      ),
      delete: prepareRemoval(CONTEXT, 'delete', paris.id, NAMED),
      expire: prepareExpiry('trace', paris.id),
      forget: prepareRemoval(CONTEXT, 'forget', paris.id),
      summary: prepareSummary(CONTEXT, 'memories.forgotten', { matched: 3 }, NAMED),
      link: prepareLink(
        CONTEXT,
        { id: paris.id },
        { type: 'part_of', target: { id: france.id }, weight: 2 },
        NAMED,
      ),
      rate: prepareRating(
        assets,
        CONTEXT,
        {
          query: null,
          memories: [
            { id: paris.id.toUpperCase(), useful: true },
            { id: france.id, useful: null },
          ],
        },
        NAMED,
      ),
      import: imported(),
      close: step({ kind: 'close', id: paris.id, version: 1, closure: CLOSURE }),
      reopen: step({ kind: 'reopen', id: paris.id }),
      weigh: step({ kind: 'weigh', links: [], undone: false }),
    };
  });

  const NAMES: readonly WriteKindName[] = [
    'remember',
    'journal',
    'change',
    'restore',
    'delete',
    'expire',
    'forget',
    'summary',
    'link',
    'rate',
    'import',
    'close',
    'reopen',
    'weigh',
  ];

  it.each(NAMES)('recover of a record what %s came to', (name) => {
    const operation = operations[name];
    expect(operation.kind).toBe(name);
    const { outcomes, plan } = planWrites(STORED[name] ?? [paris, france], [operation]);
    expect(outcomes[0]).not.toMatchObject({ status: 'refused' });
    expect(outcomes[0]).not.toMatchObject({ status: 'absent' });
    const event = plan.events.find(({ id }) => id === operation.operationId)!;
    const record = sealRecord({ seq: 0, hash: Buffer.alloc(32) }, event, {
      tenant: CONTEXT.tenant,
      stream: 'operations',
      time: NOW,
    });
    expect(kindOf(operation).recover(operation, record, NOW)).toEqual(outcomes[0]);
  });

  it.each(NAMES)('carry of the request what the audit says of %s', (name) => {
    const { actor, traceId, decisionId, mayDelete } = operations[name];
    const isOwn = name === 'expire' || name === 'import';
    expect({ actor, traceId, decisionId, mayDelete }).toEqual(
      isOwn
        ? { actor: name === 'expire' ? 'system' : 'ana', traceId: 'trace' }
        : { actor: 'ana', traceId: 'trace', decisionId: 'decision', mayDelete: true },
    );
  });

  it('look up what they may meet, and nothing else', () => {
    expect(Object.fromEntries(NAMES.map((name) => [name, wantedBy(operations[name])]))).toEqual({
      remember: ['key default rome {"userId":null,"agentId":null}'],
      journal: [],
      change: [paris.id],
      restore: [paris.id],
      delete: [paris.id],
      expire: [paris.id],
      forget: [paris.id],
      summary: [],
      link: [paris.id, france.id],
      rate: [paris.id, france.id],
      import: ['imported', 'key default oslo {"userId":null,"agentId":null}'],
      close: [paris.id],
      reopen: [paris.id],
      weigh: [],
    });
    const unnamed = remember({ key: null });
    expect(wantedBy(unnamed)).toEqual([`digest ${unnamed.state.duplicateDigest}`]);
    const step = { kind: 'summarise', memory: { ...memory, key: null } } as const;
    expect(prepareStep(assets, CONTEXT, RUN, step)).toMatchObject({ kind: 'remember', run: RUN });
    expect(prepareStep(assets, CONTEXT, RUN, { kind: 'remove', id: paris.id })).toMatchObject({
      kind: 'delete',
      id: paris.id,
    });
  });

  it('count, wait, revise and remove as they should', () => {
    const of = (is: (operation: WriteOperation) => unknown) => NAMES.filter((name) => is(operations[name]));
    expect(of((each) => kindOf(each).isCounted(each))).toEqual([
      'remember',
      'journal',
      'change',
      'restore',
      'import',
    ]);
    expect(of((each) => !kindOf(each).waitsForJournal)).toEqual(['journal', 'expire']);
    expect(of((each) => kindOf(each).revises?.(each))).toEqual(['change', 'restore', 'close', 'reopen']);
    expect(of((each) => kindOf(each).removes?.(each))).toEqual(['delete', 'expire', 'forget']);
    expect(of((each) => kindOf(each).remembers?.(each))).toEqual(['remember', 'journal']);
    const made = { ...remember(), run: RUN };
    expect(kindOf(made).isCounted(made)).toBe(false);
  });

  it('know the key that a change may bring', () => {
    const change = prepareChange(null, CONTEXT, { id: 'x', patch: { key: 'k' }, ifVersions: null }, null);
    expect(kindOf(change).revises?.(change)).toEqual({ id: 'x', fields: { key: 'k' } });
    expect(kindOf(operations.restore).revises?.(operations.restore)).toEqual({
      id: paris.id,
      fields: memory,
    });
  });

  it('rate by the ids of memories in lower case, and by the question', () => {
    const request = { query: 'Where is Paris?', memories: [{ id: 'ABC', useful: false }] };
    expect(prepareRating(assets, CONTEXT, request, null).ratings).toEqual([
      {
        memoryId: 'abc',
        question: expect.stringMatching(/./) as string,
        vector: expect.any(Buffer) as Buffer,
        value: -1,
      },
    ]);
    expect(operations.rate).toMatchObject({
      ratings: [
        { memoryId: paris.id, question: '', vector: null, value: 1 },
        { memoryId: france.id, value: 0 },
      ],
    });
  });
});

function imported(): ImportOperation {
  const { operationId, actor, traceId, idempotency, state, nonce } = remember({ key: 'oslo' });
  const times = { createdAt: 1_000, updatedAt: 3_000, expiresAt: null };
  const accepted = { operationId, actor, traceId, idempotency };
  return {
    kind: 'import',
    ...accepted,
    id: 'imported',
    nonce,
    state,
    version: 3,
    ...times,
    versions: [],
    links: [],
  };
}

function wantedBy(operation: WriteOperation): string[] {
  const wanted: string[] = [];
  const lookUps: WantedOfTenant = {
    withId: (id) => wanted.push(id),
    withKey: ({ namespace, key }, scope) => wanted.push(`key ${namespace} ${key} ${JSON.stringify(scope)}`),
    withDuplicateDigest: (digest) => wanted.push(`digest ${digest}`),
  };
  kindOf(operation).want?.(operation, lookUps);
  return wanted;
}
