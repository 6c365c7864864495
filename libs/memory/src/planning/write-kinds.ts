import { CHANGE_WRITE } from '../change/change-write';
import { CLOSE_WRITE, REOPEN_WRITE, WEIGH_WRITE } from '../consolidation/consolidation-writes';
import { DELETE_WRITE, EXPIRE_WRITE, FORGET_WRITE } from '../forget/removal-write';
import { RESTORE_WRITE } from '../history/restore-write';
import { JOURNAL_WRITE } from '../journal/journal-write';
import { LINK_WRITE } from '../links/link-write';
import { RATE_WRITE } from '../ratings/rate-write';
import { REMEMBER_WRITE } from '../remember/remember-write';
import { IMPORT_WRITE } from '../transfer/import-write';
import { SUMMARY_WRITE } from './summary-write';
import type { WriteKind } from './write-kind';
import type { WriteKindName, WriteOperation } from './write-operation';

const WRITE_KINDS: { readonly [Kind in WriteKindName]: WriteKind<Kind> } = {
  remember: REMEMBER_WRITE,
  journal: JOURNAL_WRITE,
  change: CHANGE_WRITE,
  restore: RESTORE_WRITE,
  delete: DELETE_WRITE,
  expire: EXPIRE_WRITE,
  forget: FORGET_WRITE,
  summary: SUMMARY_WRITE,
  link: LINK_WRITE,
  rate: RATE_WRITE,
  import: IMPORT_WRITE,
  close: CLOSE_WRITE,
  reopen: REOPEN_WRITE,
  weigh: WEIGH_WRITE,
};

/** The kind of an operation. Only operations of this kind may be given to it. */
export function kindOf({ kind }: WriteOperation): WriteKind<WriteKindName> {
  return WRITE_KINDS[kind] as WriteKind<WriteKindName>;
}
