import { InternedStrings } from './interned-strings';
import { packCount, packedCount, packedNumber } from './packed-count';
import { PassageStore } from './passage-store';
import { PostingLists } from './posting-lists';
import type { RankingAssets } from './ranking-assets';
import { ScopeTable } from './scope-table';
import { SessionLists } from './session-lists';
import { Speakers } from './speakers';
import { TermVectors } from './term-vectors';
import type { Turn, TurnPassage } from './turn';
import { SHORT_QUESTION, TEMPORAL_EXPRESSION, TurnColumns } from './turn-columns';
import { VectorStore } from './vector-store';
import { Vocabulary } from './vocabulary';

/**
 * The data of one namespace. Turns and passages get ascending numbers; a removed turn leaves its numbers unused and
 * its postings in the lists, but none of the counts, until `compacted` makes a store without them.
 */
export class NamespaceStore {
  readonly turns = new TurnColumns();
  readonly passages = new PassageStore();
  readonly postings = new PostingLists();
  readonly scopes = new ScopeTable();
  readonly sessions = new SessionLists((turn, other) => this.turns.compareInSession(turn, other));
  readonly memoryTypes = new InternedStrings();
  readonly speakers: Speakers;
  readonly vocabulary: Vocabulary;
  readonly termVectors: TermVectors;
  readonly vectors: VectorStore;
  private live = 0;
  private livePassages = 0;
  private passageWords = 0;

  constructor(private readonly assets: RankingAssets) {
    const { analyser, encoder, lexicon } = assets;
    this.speakers = new Speakers(analyser);
    this.vocabulary = new Vocabulary(lexicon);
    this.termVectors = new TermVectors(this.vocabulary, lexicon, encoder.dimensions);
    this.vectors = new VectorStore(encoder.dimensions);
  }

  /** How many turns have a number, removed ones included. */
  get turnCount(): number {
    return this.turns.ids.length;
  }

  /** How many turns are there. */
  get liveCount(): number {
    return this.live;
  }

  /** How many passages are there. */
  get livePassageCount(): number {
    return this.livePassages;
  }

  /** Mean number of words of a passage, stop words left out; 0 without any. */
  get meanPassageLength(): number {
    return this.livePassages === 0 ? 0 : this.passageWords / this.livePassages;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const parts = [
      ...[this.turns, this.passages, this.postings, this.scopes, this.sessions, this.memoryTypes],
      ...[this.speakers, this.vocabulary, this.termVectors, this.vectors],
    ];
    return parts.reduce((sum, part) => sum + part.bytes, 0);
  }

  /** Takes in a turn and returns its number. */
  add(turn: Turn): number {
    const number = this.turnCount;
    const scope = this.scopes.intern(turn.scope);
    const words = turn.passages.reduce((sum, passage) => sum + lengthOf(passage), 0);
    this.setColumns(number, turn, scope, words);
    for (const passage of turn.passages) this.addPassage(number, passage);
    if (turn.scope.sessionId === null) this.sessions.insertAlone(number);
    else this.sessions.insert(scope, number, words);
    this.speakers.countTurn(this.turns.speaker.values[number]!, 1);
    this.live += 1;
    return number;
  }

  /** Removes a turn that is there. */
  remove(turn: number): void {
    this.turns.live.values[turn] = 0;
    for (const passage of this.passagesOf(turn)) this.retirePassage(passage);
    const scope = this.turns.scope.values[turn]!;
    if (this.scopes.scope(scope).sessionId !== null) {
      this.sessions.remove(scope, turn, this.turns.words.values[turn]!);
    }
    this.speakers.countTurn(this.turns.speaker.values[turn]!, -1);
    this.live -= 1;
  }

  /** Whether a turn is still there. */
  isLive(turn: number): boolean {
    return this.turns.live.values[turn] === 1;
  }

  /** The passages of a turn. */
  passagesOf(turn: number): number[] {
    const first = this.turns.firstPassage.values[turn]!;
    return Array.from({ length: this.turns.passageCount.values[turn]! }, (_, i) => first + i);
  }

  /** An empty store for the same kind of texts. */
  emptied(): NamespaceStore {
    return new NamespaceStore(this.assets);
  }

  /** A turn that is there, as it was added. */
  read(turn: number): Turn {
    const { turns } = this;
    const occurredAt = turns.occurredAt.values[turn]!;
    const position = turns.position.values[turn]!;
    const expiresAt = turns.expiresAt.values[turn]!;
    return {
      id: turns.ids[turn]!,
      version: turns.version.values[turn]!,
      scope: this.scopes.scope(turns.scope.values[turn]!),
      speaker: this.speakers.name(turns.speaker.values[turn]!),
      memoryType: this.memoryTypes.valueOf(turns.memoryType.values[turn]!) ?? '',
      position: position === Infinity ? null : position,
      arrival: turns.arrival.values[turn]!,
      occurredAt: Number.isNaN(occurredAt) ? null : occurredAt,
      createdAt: turns.createdAt.values[turn]!,
      expiresAt: expiresAt === Infinity ? null : expiresAt,
      importance: turns.importance.values[turn]!,
      hasTemporalExpression: turns.isMarked(turn, TEMPORAL_EXPRESSION),
      isShortQuestion: turns.isMarked(turn, SHORT_QUESTION),
      pairs: [...turns.pairsOf(turn)],
      passages: this.passagesOf(turn).map((passage) => this.readPassage(passage)),
    };
  }

  private setColumns(number: number, turn: Turn, scope: number, words: number): void {
    const { turns } = this;
    turns.ids.push(turn.id);
    turns.version.set(number, turn.version);
    turns.scope.set(number, scope);
    turns.speaker.set(number, this.speakers.intern(turn.speaker));
    turns.memoryType.set(number, this.memoryTypes.intern(turn.memoryType));
    turns.position.set(number, turn.position ?? Infinity);
    turns.arrival.set(number, turn.arrival);
    turns.occurredAt.set(number, turn.occurredAt ?? NaN);
    turns.createdAt.set(number, turn.createdAt);
    turns.expiresAt.set(number, turn.expiresAt ?? Infinity);
    turns.importance.set(number, turn.importance);
    turns.live.set(number, 1);
    turns.marks.set(
      number,
      (turn.hasTemporalExpression ? TEMPORAL_EXPRESSION : 0) | (turn.isShortQuestion ? SHORT_QUESTION : 0),
    );
    turns.firstPassage.set(number, this.passages.count);
    turns.passageCount.set(number, turn.passages.length);
    turns.words.set(number, words);
    turns.setPairs(number, turn.pairs);
  }

  private addPassage(turn: number, passage: TurnPassage): void {
    const { counts, vector } = passage;
    const forms = passage.forms.map((form) => this.vocabulary.form(form));
    const number = this.passages.add(turn, lengthOf(passage), forms, counts);
    for (const term of this.countForms(number, 1)) {
      this.postings.append(term, packCount(number, this.vocabulary.takeTally(term)));
    }
    this.vectors.add(number, vector);
    this.livePassages += 1;
    this.passageWords += this.passages.lengths[number]!;
  }

  private retirePassage(passage: number): void {
    for (const term of this.countForms(passage, -1)) this.vocabulary.takeTally(term);
    this.vectors.retire(passage);
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

  private readPassage(passage: number): TurnPassage {
    const packed = Array.from(this.passages.forms(passage));
    return {
      forms: packed.map((pair) => this.vocabulary.globalForm(packedNumber(pair))),
      counts: packed.map(packedCount),
      vector: this.vectors.vector(passage),
    };
  }
}

function lengthOf({ counts }: TurnPassage): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
