import type { FieldError, ProblemCode } from '@somabrain/kernel';
import type { RankingFiles, RankQuery } from '@somabrain/retrieval';
import type { FilterExpression } from '../../filter/filter-expression';
import type { NamespaceView, NamespaceViews } from '../index-feed';
import type { IndexSettings } from '../local-engine';
import type { FormToRenew, IndexObserver } from '../ranking-engine';
import type { PackedRanking } from './packed-ranking';

/** What a thread is made with. */
export interface ThreadSettings extends IndexSettings {
  /** The DSN of the database; a thread has connections of its own. */
  readonly dsn: string;
  readonly poolSize: number;
  /** What is large of them lies on shared memory. */
  readonly files: RankingFiles;
}

/** Something to do, and what it comes to. */
export interface Tasks {
  rank: { readonly ask: { views: NamespaceViews; question: RankQuery }; readonly answer: PackedRanking };
  rankPast: {
    readonly ask: {
      view: NamespaceView;
      at: number;
      question: RankQuery;
      where: FilterExpression | null;
    };
    readonly answer: PackedRanking;
  };
  analyse: { readonly ask: { texts: readonly string[] }; readonly answer: PackedForms };
  renew: { readonly ask: { forms: readonly FormToRenew[] }; readonly answer: PackedForms };
  close: { readonly ask: object; readonly answer: null };
}

/** A request to a thread. */
export type Request = {
  [Kind in keyof Tasks]: { readonly id: number; readonly kind: Kind } & Tasks[Kind]['ask'];
}[keyof Tasks];

/** Byte strings one behind the other, so that one buffer goes over instead of hundreds. */
export interface PackedForms {
  readonly lengths: readonly number[];
  readonly bytes: Uint8Array;
}

/** A problem or another error, as far as it goes over to another thread. */
export interface Failure {
  readonly code: ProblemCode | null;
  readonly message: string;
  readonly errors: readonly FieldError[];
  readonly stack: string | undefined;
}

/** What a thread says: that it is ready, an answer, or what its indexes report. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'index'; readonly event: Exclude<keyof IndexObserver, 'indexMemory'> }
  | { readonly kind: 'memory'; readonly bytes: number };

/** @param forms at most 4 GiB together */
export function packForms(forms: readonly Uint8Array[]): PackedForms {
  const lengths = forms.map(({ length }) => length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const form of forms) {
    bytes.set(form, offset);
    offset += form.length;
  }
  return { lengths, bytes };
}

/** The byte strings; views of the one buffer. */
export function unpackForms({ lengths, bytes }: PackedForms): Uint8Array[] {
  let offset = 0;
  return lengths.map((length) => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  });
}
