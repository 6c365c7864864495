import { featuresOf, NamespaceIndex } from '@somabrain/retrieval';
import { type Question, readDataSet, type Turn } from '../recall/conversations';
import { assets, entryOf } from '../recall/in-process';
import { fillerTexts } from './filler';

/** `answered`: the evidence is there. `foreign`: asked of another conversation. `adversarial`: about the wrong person. `absent`: the evidence is not there. */
export type Kind = 'answered' | 'foreign' | 'adversarial' | 'absent';

/** A question put to a namespace. */
export interface Sample {
  readonly set: string;
  readonly size: string;
  readonly kind: Kind;
  readonly conversations: readonly string[];
  /** Of the best hit; null without any. */
  readonly features: readonly number[] | null;
  readonly relevance: number;
}

const SMALL = [4, 16, 64];
/** Small namespaces are made anew for every question: some will do. */
const SHARE_OF_SMALL = 0.6;
const SHARE_OF_LARGE = 0.25;

interface Conversation {
  readonly id: string;
  readonly turns: readonly Turn[];
  readonly speakers: readonly string[];
}

/** Puts the questions of a data set to namespaces of several sizes. */
export class Sampler {
  readonly samples: Sample[] = [];
  private readonly usualSize: string;
  private seed = 12_345;
  private readonly conversations: readonly Conversation[];
  private readonly questions: readonly Question[];

  /** @param bare leaves session and speaker out */
  constructor(
    directory: string,
    private readonly set: string,
    private readonly bare: boolean,
  ) {
    const { turns, questions } = readDataSet(directory, set);
    this.questions = questions.filter(({ evidence }) => evidence.length > 0);
    const ids = [...new Set(turns.map((turn) => turn.conversation_id))];
    this.usualSize = `${100 * Math.round(turns.length / ids.length / 100)}`;
    this.conversations = ids.map((id) => {
      const own = turns.filter((turn) => turn.conversation_id === id);
      return { id, turns: own, speakers: [...new Set(own.flatMap(({ speaker }) => speaker ?? []))] };
    });
  }

  /** A namespace for each conversation. */
  askWhole(): void {
    const indexes = new Map(this.conversations.map(({ id, turns }) => [id, this.indexOf(turns)]));
    for (const question of this.questions) {
      const own = this.conversationOf(question);
      const adversarial = question.category === 'adversarial';
      this.ask(
        indexes.get(own.id)!,
        question.query,
        adversarial ? 'adversarial' : 'answered',
        this.usualSize,
        [own],
      );
      if (adversarial) continue;
      const other = this.foreignTo(own);
      this.ask(indexes.get(other.id)!, renamed(question.query, own, other), 'foreign', this.usualSize, [
        own,
        other,
      ]);
    }
  }

  /** Namespaces of a few memories. */
  askSmall(): void {
    for (const size of SMALL) {
      for (const question of this.questions) {
        if (question.category === 'adversarial' || this.random() > SHARE_OF_SMALL) continue;
        const own = this.conversationOf(question);
        const other = this.foreignTo(own);
        const evidence = own.turns.filter(({ doc_id: id }) => question.evidence.includes(id)).slice(0, size);
        const rest = own.turns.filter((turn) => !question.evidence.includes(turn.doc_id));
        const few = (turns: readonly Turn[], known: readonly Turn[] = []) =>
          this.indexOf(this.some(turns, size, known));
        this.ask(few(own.turns, evidence), question.query, 'answered', `${size}`, [own]);
        this.ask(few(rest), question.query, 'absent', `${size}`, [own]);
        this.ask(few(other.turns), renamed(question.query, own, other), 'foreign', `${size}`, [own, other]);
      }
    }
  }

  /** Two namespaces, each of five conversations beside many other texts. */
  askLarge(size: number): void {
    const filler = fillerTexts(size).map((text, place) => ({ ...NOBODY, doc_id: `filler-${place}`, text }));
    for (const part of [this.conversations.slice(0, 5), this.conversations.slice(5)]) {
      const index = this.indexOf([...part.flatMap(({ turns }) => turns), ...filler]);
      for (const question of this.questions) {
        if (this.random() > SHARE_OF_LARGE) continue;
        const own = this.conversationOf(question);
        const adversarial = question.category === 'adversarial';
        const name = `${size}`;
        if (part.includes(own))
          this.ask(index, question.query, adversarial ? 'adversarial' : 'answered', name, [own]);
        else if (!adversarial) {
          const other = this.oneOf(part);
          this.ask(index, renamed(question.query, own, other), 'foreign', name, [own, other]);
        }
      }
    }
  }

  private ask(
    index: NamespaceIndex,
    text: string,
    kind: Kind,
    size: string,
    of: readonly Conversation[],
  ): void {
    const [best] = index.rank({ text, limit: 10, explain: true }).hits;
    this.samples.push({
      ...{ set: this.set, size, kind },
      conversations: of.map(({ id }) => id),
      features: best?.evidence ? featuresOf(best.evidence) : null,
      relevance: best?.relevance ?? 0,
    });
  }

  private indexOf(turns: readonly Turn[]): NamespaceIndex {
    const index = new NamespaceIndex(assets);
    const ordered = [...turns].sort((one, other) => this.placeOf(one) - this.placeOf(other));
    for (const [place, turn] of ordered.entries()) {
      const entry = entryOf(turn, place + 1);
      index.upsert(this.bare ? { ...entry, sessionId: null, speaker: null } : entry);
    }
    return index;
  }

  private readonly places = new Map<string, number>();

  private placeOf({ doc_id: id, conversation_id: conversation }: Turn): number {
    if (this.places.size === 0)
      for (const { turns } of this.conversations)
        for (const [place, turn] of turns.entries()) this.places.set(turn.doc_id, place);
    return conversation === '' ? Infinity : (this.places.get(id) ?? Infinity);
  }

  private some(turns: readonly Turn[], size: number, known: readonly Turn[]): Turn[] {
    const chosen = new Set(known);
    while (chosen.size < Math.min(size, turns.length)) chosen.add(this.oneOf(turns));
    return [...chosen];
  }

  private conversationOf({ conversation_id: id }: Question): Conversation {
    return this.conversations.find((conversation) => conversation.id === id)!;
  }

  private foreignTo({ speakers }: Conversation): Conversation {
    return this.oneOf(
      this.conversations.filter((other) => !other.speakers.some((speaker) => speakers.includes(speaker))),
    );
  }

  private oneOf<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }

  /** The same numbers on every run. */
  private random(): number {
    this.seed = (Math.imul(this.seed, 1_103_515_245) + 12_345) >>> 0;
    return this.seed / 2 ** 32;
  }
}

const NOBODY = { conversation_id: '', session_id: null, timestamp: null, speaker: null };

/** The question with the names of the other conversation: else the names alone would tell. */
function renamed(question: string, { speakers }: Conversation, other: Conversation): string {
  return speakers.reduce(
    (text, speaker, place) => text.replaceAll(speaker, other.speakers[place] ?? speaker),
    question,
  );
}
