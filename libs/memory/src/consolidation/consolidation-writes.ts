import { stateOf } from '../planning/memory-state';
import { ABSENT, subjectOf, type WriteKind } from '../planning/write-kind';

/** Closes a memory, unless it has changed since it was looked at. */
export const CLOSE_WRITE: WriteKind<'close'> = {
  isCounted: () => false,
  waitsForJournal: true,
  want({ id }, wanted) {
    wanted.withId(id);
  },
  revises: ({ id }) => ({ id, fields: {} }),
  plan(planning, operation) {
    const { id, version, closure } = operation;
    const found = planning.live(id, undefined);
    if (!found?.state || found.version !== version || found.state.closed) return ABSENT;
    if (planning.exhausted(found)) return ABSENT;
    planning.revise(found, stateOf(found.state.fields, found.state.analysed, closure), found.expiresAt);
    planning.record(closure.run, 'closed', found);
    planning.audit(operation, 'memory.closed', found, {
      reason: closure.reason,
      superseded_by: closure.supersededBy,
      valid_until: new Date(closure.validUntil).toISOString(),
      run: closure.run,
    });
    return { status: 'changed', id, version: found.version, replayed: false };
  },
  recover: (_, record) => ({ status: 'changed', ...subjectOf(record), replayed: false }),
};

/** Opens a memory again, as it is by now, if the run closed it. */
export const REOPEN_WRITE: WriteKind<'reopen'> = {
  isCounted: () => false,
  waitsForJournal: true,
  want({ id }, wanted) {
    wanted.withId(id);
  },
  revises: ({ id }) => ({ id, fields: {} }),
  plan(planning, operation) {
    const { id, run } = operation;
    const found = planning.live(id, undefined);
    if (found?.state?.closed?.run !== run || planning.exhausted(found)) return ABSENT;
    planning.revise(found, stateOf(found.state.fields, found.state.analysed), found.expiresAt);
    planning.audit(operation, 'memory.reopened', found, { run });
    return { status: 'changed', id, version: found.version, replayed: false };
  },
  recover: (_, record) => ({ status: 'changed', ...subjectOf(record), replayed: false }),
};

/** Weighs links anew: those that are still as they were. */
export const WEIGH_WRITE: WriteKind<'weigh'> = {
  isCounted: () => false,
  waitsForJournal: true,
  plan(planning, operation) {
    const { links, run, undone } = operation;
    for (const link of links) planning.weights.push({ ...link, run, undone });
    planning.auditTenant(operation, 'links.weighed', {
      links: links.length,
      removed: links.filter(({ weight }) => weight === null).length,
      run,
      undone,
    });
    return { status: 'weighed', replayed: false };
  },
  recover: () => ({ status: 'weighed', replayed: false }),
};
