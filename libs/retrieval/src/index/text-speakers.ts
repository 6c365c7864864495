import type { SpeakerLabel } from '../analysis/speaker-label';
import { uint32Column } from './column';
import type { IndexState } from './index-state';
import { InternedStrings } from './interned-strings';
import type { Scope } from './scope-table';
import type { Speakers } from './speakers';

/** Memories of one user and agent that must have a label for it to count as a speaker: a single one may begin by "Result: …". */
const RECOGNISED_FROM = 3;

/**
 * The labels at the beginning of texts that may name a speaker, one for each user, agent and form. Where several memories agree, the label is
 * taken for the speaker of each of them.
 */
export class TextSpeakers {
  private readonly keys = new InternedStrings();
  private labels: SpeakerLabel[] = [];
  private readonly speakerOf = uint32Column();
  private readonly liveDocuments = uint32Column();

  constructor(private readonly speakers: Speakers) {}

  /** The number of a label, given on first sight; 0 for none. */
  intern(label: SpeakerLabel | null, { userId, agentId }: Scope): number {
    if (label === null) return 0;
    const number = this.keys.intern(JSON.stringify([userId, agentId, label.form, label.name]));
    if (number > this.labels.length) {
      this.labels.push(label);
      this.speakerOf.set(number, this.speakers.intern(label.name));
      this.liveDocuments.set(number, 0);
    }
    return number;
  }

  /** The label behind a number. */
  label(number: number): SpeakerLabel | null {
    return this.labels[number - 1] ?? null;
  }

  /** The speaker that a label names; 0 as long as too few memories have it. */
  speaker(label: number): number {
    return label > 0 && this.isRecognised(label) ? this.speakerOf.values[label]! : 0;
  }

  /** Counts a document more or less with a label. */
  countDocument(label: number, change: 1 | -1): void {
    if (label === 0) return;
    const before = this.spoken(label);
    this.liveDocuments.values[label]! += change;
    this.speakers.countDocuments(this.speakerOf.values[label]!, this.spoken(label) - before);
  }

  /** Stores the labels, or gets them back. The speakers come first. */
  transfer(state: IndexState): void {
    this.keys.transfer(state);
    const stored = state.strings(this.labels.map((label) => JSON.stringify(label)));
    if (state.isReading) this.labels = stored.map((label) => JSON.parse(label) as SpeakerLabel);
    state.column(this.speakerOf, this.keys.count);
    state.column(this.liveDocuments, this.keys.count);
  }

  /** Memory held, in bytes, estimated. */
  get bytes(): number {
    return this.keys.bytes + this.speakerOf.bytes + this.liveDocuments.bytes + 120 * this.labels.length;
  }

  /** How many documents have the speaker by this label. */
  private spoken(label: number): number {
    return this.isRecognised(label) ? this.liveDocuments.values[label]! : 0;
  }

  private isRecognised(label: number): boolean {
    return this.liveDocuments.values[label]! >= RECOGNISED_FROM;
  }
}
