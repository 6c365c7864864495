import type { Statement } from '../statement';

const FULL_NAME = /(\p{Lu}\p{Ll}+) (\p{Lu}\p{L}+)/gu;
const WHICH = /\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) (\p{L}+) (\p{Lu}\p{Ll}+)/gu;
const FROM = /(\p{Lu}\p{Ll}+) (?:from|of|in|at) (?:the |my )?(\p{L}+)/gu;
const SEVERAL = /\b(?:[Aa]nother|[Tt]wo|[Bb]oth|other|different|second|two|both|new) (\p{Lu}\p{Ll}+)/gu;
const MOST = 3;

/**
 * What memories tell of people with the same first name. Where two are told apart anywhere in a scope, whoever is called by the first name alone may be
 * either of them.
 */
export class Names {
  private readonly known = new Map<string, Set<string>>();

  /** Looks for names in a memory. */
  add({ namespace, userId, agentId, content, speaker }: Statement): void {
    const scope = JSON.stringify([namespace, userId, agentId]);
    const text = speaker === null ? content : `${speaker}. ${content}`;
    for (const [, first, last] of text.matchAll(FULL_NAME)) this.note(scope, first, last);
    for (const [, who, first] of text.matchAll(WHICH)) this.note(scope, first, `my ${who ?? ''}`);
    for (const [, first, where] of text.matchAll(FROM)) this.note(scope, first, `from ${where ?? ''}`);
    for (const [, first] of text.matchAll(SEVERAL)) {
      this.note(scope, first, 'one');
      this.note(scope, first, 'another');
    }
  }

  /** Whether two people may go by the first name. @param firstName as subjects have it */
  isAmbiguous(firstName: string | null): boolean {
    return firstName !== null && (this.known.get(firstName)?.size ?? 0) > 1;
  }

  private note(scope: string, first = '', which = ''): void {
    const name = `${scope} ${first.toLowerCase()}`;
    const known = this.known.get(name);
    if (!known) this.known.set(name, new Set([which.toLowerCase()]));
    else if (known.size < MOST) known.add(which.toLowerCase());
  }
}
