import { uint32Column } from './column';
import type { IndexState } from './index-state';
import { PostingLists } from './posting-lists';
import type { Vocabulary } from './vocabulary';
import { WordArena } from './word-arena';

/**
 * The words of the keys, tags and searched metadata of documents. They have no length and no vector, change no statistics of passages, and
 * match exactly or as near-synonyms, not by similar embeddings.
 */
export class BelongingStore {
  /** By term: the numbers of documents. Removed documents stay in them, as in those of passages. */
  readonly postings = new PostingLists();
  private readonly firstForm = uint32Column();
  private readonly formCounts = uint32Column();
  private readonly arena = new WordArena();

  constructor(private readonly vocabulary: Vocabulary) {}

  /** @param globalForms numbers of the lexicon, each once */
  add(document: number, globalForms: readonly number[]): void {
    if (globalForms.length === 0) return;
    const forms = globalForms.map((form) => this.vocabulary.form(form));
    const address = this.arena.allocate(forms.length);
    this.arena.run(address, forms.length).set(forms);
    this.firstForm.set(document, address);
    this.formCounts.set(document, forms.length);
    for (const term of this.countForms(document, 1)) this.postings.append(term, document);
  }

  /** Removes the words of a document from all counts. */
  retire(document: number): void {
    this.countForms(document, -1);
  }

  /** Numbers of the forms of a document; a view, not a copy. */
  forms(document: number): Uint32Array {
    const count = this.formCounts.values[document] ?? 0;
    return count === 0 ? NO_FORMS : this.arena.run(this.firstForm.values[document]!, count);
  }

  /** Stores the words, or gets them back. The vocabulary comes first. */
  transfer(state: IndexState, documents: number): void {
    this.postings.transfer(state, this.vocabulary.termCount);
    state.column(this.firstForm, documents);
    state.column(this.formCounts, documents);
    this.arena.transfer(state);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.firstForm.bytes + this.formCounts.bytes + this.arena.bytes + this.postings.bytes;
  }

  /** Adds the forms of a document to the counts of the vocabulary, or removes them. @returns its terms */
  private countForms(document: number, change: 1 | -1): number[] {
    const terms = new Set(Array.from(this.forms(document), (form) => this.vocabulary.termOf(form)));
    for (const term of terms) this.vocabulary.countBelongings(term, change);
    return [...terms];
  }
}

const NO_FORMS = new Uint32Array();
