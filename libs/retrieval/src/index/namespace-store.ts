import { languageOfCode, LANGUAGES, type Language } from '../analysis/languages';
import { BelongingStore } from './belonging-store';
import type { IndexState } from './index-state';
import { InternedStrings } from './interned-strings';
import { packCount, packedCount, packedNumber } from './packed-count';
import { LANGUAGE_GROUPS } from '../encoders/language-group';
import { type NearTerm, nearTerms } from '../lexical/near-words';
import { PassageStore } from './passage-store';
import { PostingLists } from './posting-lists';
import type { RankingAssets } from '../ranking/ranking-assets';
import type { MisspellingConstants } from '../ranking/ranking-constants';
import { ScopeTable } from './scope-table';
import { SessionLists } from './session-lists';
import { Speakers } from './speakers';
import { TextSpeakers } from './text-speakers';
import { TermVectors } from '../dense/term-vectors';
import type { IndexedDocument, DocumentPassage } from './indexed-document';
import { SHORT_QUESTION, TEMPORAL_EXPRESSION, DocumentColumns } from './document-columns';
import { VectorStore } from '../dense/vector-store';
import { LanguageCounts } from './language-counts';
import { Vocabulary } from './vocabulary';

/**
 * The data of one namespace. Documents and passages get ascending numbers; a removed document leaves its numbers unused and
 * its postings in the lists, but none of the counts, until `compacted` makes a store without them.
 */
export class NamespaceStore {
  readonly documents = new DocumentColumns();
  readonly passages = new PassageStore();
  readonly postings = new PostingLists();
  readonly scopes = new ScopeTable();
  readonly sessions = new SessionLists(
    (document, other) => this.documents.compareInSession(document, other),
    (document, other) => this.documents.compareByTime(document, other),
  );
  readonly memoryTypes = new InternedStrings();
  readonly speakers: Speakers;
  private readonly textSpeakers: TextSpeakers;
  readonly languages = new LanguageCounts();
  readonly vocabulary: Vocabulary;
  readonly termVectors: TermVectors;
  readonly vectors: VectorStore;
  /** How many documents each language group has, by its number. */
  readonly languageCounts = LANGUAGE_GROUPS.map(() => 0);
  readonly belongings: BelongingStore;
  private live = 0;
  private livePassages = 0;
  private passageWords = 0;

  constructor(private readonly assets: RankingAssets) {
    const { analyser, encoder, lexicon } = assets;
    this.speakers = new Speakers(analyser);
    this.textSpeakers = new TextSpeakers(this.speakers);
    this.vocabulary = new Vocabulary(lexicon);
    this.termVectors = new TermVectors(this.vocabulary, lexicon, encoder.dimensions);
    this.vectors = new VectorStore(encoder.dimensions);
    this.belongings = new BelongingStore(this.vocabulary);
  }

  /** How many documents have a number, removed ones included. */
  get documentCount(): number {
    return this.documents.ids.length;
  }

  /** How many documents are there. */
  get liveCount(): number {
    return this.live;
  }

  /** How many passages are there. */
  get livePassageCount(): number {
    return this.livePassages;
  }

  /** How many words the passages have together, stop words left out. */
  get passageWordCount(): number {
    return this.passageWords;
  }

  /** Mean number of words of a passage, stop words left out; 0 without any. */
  get meanPassageLength(): number {
    return this.livePassages === 0 ? 0 : this.passageWords / this.livePassages;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const parts = [
      ...[this.documents, this.passages, this.postings, this.scopes, this.sessions, this.memoryTypes],
      ...[this.speakers, this.textSpeakers, this.vocabulary, this.termVectors, this.vectors, this.belongings],
    ];
    return parts.reduce((sum, part) => sum + part.bytes, 0);
  }

  /** Stores everything, or gets it back into an empty store. Meanings of terms are made anew when they are needed. */
  transfer(state: IndexState): void {
    this.documents.transfer(state);
    this.passages.transfer(state);
    this.vocabulary.transfer(state);
    this.postings.transfer(state, this.vocabulary.termCount);
    this.belongings.transfer(state, this.documentCount);
    this.vectors.transfer(state, this.passages.count);
    this.scopes.transfer(state);
    this.sessions.transfer(state, this.documentCount);
    this.memoryTypes.transfer(state);
    this.speakers.transfer(state);
    this.textSpeakers.transfer(state);
    this.languages.transfer(state);
    for (const group of this.languageCounts.keys())
      this.languageCounts[group] = state.number(this.languageCounts[group]!);
    this.live = state.number(this.live);
    this.livePassages = state.number(this.livePassages);
    this.passageWords = state.number(this.passageWords);
  }

  /** Takes in a document and returns its number. */
  add(document: IndexedDocument): number {
    const number = this.documentCount;
    const scope = this.scopes.intern(document.scope);
    const words = document.passages.reduce((sum, passage) => sum + lengthOf(passage), 0);
    this.setColumns(number, document, scope, words);
    for (const passage of document.passages) this.addPassage(number, passage);
    this.belongings.add(number, document.belongings);
    if (document.scope.sessionId === null) this.sessions.insertWithoutSession(scope, number);
    else this.sessions.insert(scope, number, words);
    this.countSpeaker(number, 1);
    this.languageCounts[document.languageGroup]! += 1;
    this.languages.count(this.documents.language.values[number]!, 1);
    this.live += 1;
    return number;
  }

  /** Removes a document that is there. */
  remove(document: number): void {
    this.documents.live.values[document] = 0;
    for (const passage of this.passagesOf(document)) this.retirePassage(passage);
    this.belongings.retire(document);
    const scope = this.documents.scope.values[document]!;
    if (this.hasSession(document))
      this.sessions.remove(scope, document, this.documents.words.values[document]!);
    else this.sessions.removeWithoutSession(scope, document);
    this.countSpeaker(document, -1);
    this.languageCounts[this.documents.languageGroup(document)]! -= 1;
    this.languages.count(this.documents.language.values[document]!, -1);
    this.live -= 1;
  }

  /** Whether a document is still there. */
  isLive(document: number): boolean {
    return this.documents.live.values[document] === 1;
  }

  /** Whether a session was given for a document. */
  hasSession(document: number): boolean {
    return this.scopes.hasSession.values[this.documents.scope.values[document]!] === 1;
  }

  /** The number of who says a document: the given speaker, else the one that its text names like several others; 0 for none. */
  speakerOf(document: number): number {
    const { speaker, speakerLabel } = this.documents;
    return speaker.values[document]! || this.textSpeakers.speaker(speakerLabel.values[document]!);
  }

  /** The language by which a document was analysed. */
  languageOf(document: number): Language {
    return LANGUAGES[this.documents.language.values[document]!]!;
  }

  /** The passages of a document. */
  passagesOf(document: number): number[] {
    const first = this.documents.firstPassage.values[document]!;
    return Array.from({ length: this.documents.passageCount.values[document]! }, (_, i) => first + i);
  }

  /** The terms whose words are written most nearly like one that no document has. */
  nearTerms(word: string, constants: MisspellingConstants): NearTerm[] {
    return nearTerms(word, this.vocabulary, constants);
  }

  /** An empty store for the same kind of texts. */
  emptied(): NamespaceStore {
    return new NamespaceStore(this.assets);
  }

  /** A document that is there, as it was added. */
  read(document: number): IndexedDocument {
    const { documents } = this;
    const occurredAt = documents.occurredAt.values[document]!;
    const position = documents.position.values[document]!;
    const expiresAt = documents.expiresAt.values[document]!;
    return {
      id: documents.ids[document]!,
      version: documents.version.values[document]!,
      scope: this.scopes.scope(documents.scope.values[document]!),
      speaker: this.speakers.name(documents.speaker.values[document]!),
      speakerLabel: this.textSpeakers.label(documents.speakerLabel.values[document]!),
      memoryType: this.memoryTypes.valueOf(documents.memoryType.values[document]!) ?? '',
      position: position === Infinity ? null : position,
      arrival: documents.arrival.values[document]!,
      occurredAt: Number.isNaN(occurredAt) ? null : occurredAt,
      createdAt: documents.createdAt.values[document]!,
      expiresAt: expiresAt === Infinity ? null : expiresAt,
      importance: documents.importance.values[document]!,
      language: this.languageOf(document).code,
      hasTemporalExpression: documents.isMarked(document, TEMPORAL_EXPRESSION),
      isShortQuestion: documents.isMarked(document, SHORT_QUESTION),
      languageGroup: documents.languageGroup(document),
      pairs: [...documents.pairsOf(document)],
      keyFamily: documents.keyFamily.values[document]!,
      passages: this.passagesOf(document).map((passage) => this.readPassage(passage)),
      belongings: Array.from(this.belongings.forms(document), (form) => this.vocabulary.globalForm(form)),
    };
  }

  private setColumns(number: number, document: IndexedDocument, scope: number, words: number): void {
    const { documents } = this;
    documents.ids.push(document.id);
    documents.version.set(number, document.version);
    documents.scope.set(number, scope);
    documents.speaker.set(number, this.speakers.intern(document.speaker));
    documents.speakerLabel.set(number, this.textSpeakers.intern(document.speakerLabel, document.scope));
    documents.memoryType.set(number, this.memoryTypes.intern(document.memoryType));
    documents.position.set(number, document.position ?? Infinity);
    documents.arrival.set(number, document.arrival);
    documents.occurredAt.set(number, document.occurredAt ?? NaN);
    documents.createdAt.set(number, document.createdAt);
    documents.expiresAt.set(number, document.expiresAt ?? Infinity);
    documents.importance.set(number, document.importance);
    documents.live.set(number, 1);
    const temporal = document.hasTemporalExpression ? TEMPORAL_EXPRESSION : 0;
    const question = document.isShortQuestion ? SHORT_QUESTION : 0;
    documents.setMarks(number, temporal | question, document.languageGroup);
    documents.language.set(number, LANGUAGES.indexOf(languageOfCode(document.language)));
    documents.firstPassage.set(number, this.passages.count);
    documents.passageCount.set(number, document.passages.length);
    documents.words.set(number, words);
    documents.setPairs(number, document.pairs);
    documents.keyFamily.set(number, document.keyFamily);
  }

  private countSpeaker(document: number, change: 1 | -1): void {
    this.speakers.countDocuments(this.documents.speaker.values[document]!, change);
    this.textSpeakers.countDocument(this.documents.speakerLabel.values[document]!, change);
  }

  private addPassage(document: number, passage: DocumentPassage): void {
    const { counts, vector } = passage;
    const forms = passage.forms.map((form) => this.vocabulary.form(form));
    const number = this.passages.add(document, lengthOf(passage), forms, counts);
    for (const term of this.countForms(number, 1)) {
      this.postings.append(term, packCount(number, this.vocabulary.takeTally(term)));
    }
    this.vectors.add(number, vector, this.documents.languageGroup(document));
    this.livePassages += 1;
    this.passageWords += this.passages.lengths[number]!;
  }

  private retirePassage(passage: number): void {
    for (const term of this.countForms(passage, -1)) this.vocabulary.takeTally(term);
    this.vectors.retire(passage, this.documents.languageGroup(this.passages.documentOf[passage]!));
    this.livePassages -= 1;
    this.passageWords -= this.passages.lengths[passage]!;
  }

  /** Brings the counts of a passage into or out of the vocabulary. @returns its terms, each of which has a tally now */
  private countForms(passage: number, change: 1 | -1): number[] {
    const terms: number[] = [];
    for (const packed of this.passages.forms(passage)) {
      const form = packedNumber(packed);
      const count = packedCount(packed);
      const term = this.vocabulary.termOf(form);
      this.vocabulary.countOccurrences(form, change * count);
      this.termVectors.invalidate(term);
      if (this.vocabulary.tally(term, count)) terms.push(term);
    }
    for (const term of terms) this.vocabulary.countPassage(term, change);
    return terms;
  }

  private readPassage(passage: number): DocumentPassage {
    const packed = Array.from(this.passages.forms(passage));
    return {
      forms: packed.map((pair) => this.vocabulary.globalForm(packedNumber(pair))),
      counts: packed.map(packedCount),
      vector: this.vectors.vector(passage),
    };
  }
}

function lengthOf({ counts }: DocumentPassage): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
