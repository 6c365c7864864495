import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SupersessionFinder } from './find-superseded';
import { sameWords } from './same-words';
import type { Share } from './share';
import type { PlannedSupersession, Statement } from './statement';

/** What was told in this order, and which of it did not hold any more in the end. */
interface Case {
  readonly about: string;
  readonly name: string;
  readonly memories: readonly {
    readonly user: string | null;
    readonly speaker?: string;
    readonly at: string;
    readonly text: string;
  }[];
  readonly outdated: readonly number[];
}

const casesOf = (file: string): Case[] =>
  JSON.parse(readFileSync(join(__dirname, 'fixtures', `closures-${file}.json`), 'utf8')) as Case[];
/** The rules were written on the first, and are judged on the second. */
const written = casesOf('written-on');
const judged = casesOf('judged-on');

const statementsOf = ({ memories }: Case): Statement[] =>
  memories.map(({ user, speaker, at, text }, index) => ({
    id: `m${index}`,
    version: 1,
    namespace: 'default',
    userId: user,
    agentId: null,
    speaker: speaker ?? null,
    content: text,
    occurredAt: Date.parse(at),
    createdAt: Date.parse('2026-11-01'),
    likeness: `${user} ${speaker} ${at} ${sameWords(text)}`,
    closed: false,
    told: speaker !== 'assistant',
  }));

function closuresOf(statements: readonly Statement[], share?: Share): PlannedSupersession[] {
  const finder = new SupersessionFinder(share);
  for (const statement of statements) finder.add(statement);
  return finder.closures();
}

const closedIn = (given: Case): number[] =>
  closuresOf(statementsOf(given)).map(({ id }) => Number(id.slice(1)));

/** How many memories did not hold any more, and how many of them the rules closed. */
function tally(cases: readonly Case[]): { outdated: number; closed: number; wrong: number } {
  const closed = cases.map((given) => ({ given, found: closedIn(given) }));
  return {
    outdated: cases.reduce((sum, { outdated }) => sum + outdated.length, 0),
    closed: closed.reduce((sum, { found }) => sum + found.length, 0),
    wrong: closed.reduce(
      (sum, { given, found }) => sum + found.filter((index) => !given.outdated.includes(index)).length,
      0,
    ),
  };
}

describe.each([
  ['the cases that the rules were written on', written],
  ['the cases that they are judged on', judged],
])('Closures in %s', (_, cases) => {
  it.each(cases.map((given) => [`${given.about}: ${given.name}`, given] as const))('%s', (_name, given) => {
    expect(given.outdated).toEqual(expect.arrayContaining(closedIn(given)));
  });
});

it('None of the closures is wrong, and so much is left open', () => {
  expect(tally(written)).toEqual({ outdated: 16, closed: 15, wrong: 0 });
  expect(tally(judged)).toEqual({ outdated: 24, closed: 18, wrong: 0 });
});

describe('Closures of any memories', () => {
  const told = [
    'I live in Paris.',
    'I live in Berlin.',
    'I moved to Rome.',
    'I moved from Paris to Oslo.',
    "I don't eat meat.",
    'I do not eat meat',
    'I eat meat again.',
    'I love olives.',
    'I hate olives.',
    'Ana lives in Paris.',
    'Ana moved to Berlin.',
    'Ana Silva called.',
    'Ana Costa called.',
    'My favourite colour is blue.',
    'My favourite colour is red.',
    'I am single.',
    'I got married.',
    'The standup is at 9:00.',
    'The standup is now at 9:30.',
  ];
  const memories = fc
    .array(
      fc.record({ text: fc.constantFrom(...told), day: fc.integer({ min: 1, max: 5 }), dated: fc.boolean() }),
      {
        maxLength: 40,
      },
    )
    .map((items) =>
      items.map(({ text, day, dated }, index): Statement => ({
        id: `m${String(index).padStart(2, '0')}`,
        version: 1,
        namespace: 'default',
        userId: 'u1',
        agentId: null,
        speaker: null,
        content: text,
        occurredAt: dated ? day * 86_400_000 : null,
        createdAt: (10 + day) * 86_400_000,
        likeness: `${dated ? day : ''} ${sameWords(text)}`,
        closed: false,
        told: true,
      })),
    );
  const closedBy = (
    statements: readonly Statement[],
    closures: readonly PlannedSupersession[],
  ): Statement[] => {
    const ids = new Set(closures.map(({ id }) => id));
    return statements.map((statement) =>
      ids.has(statement.id) ? { ...statement, closed: true, version: 2 } : statement,
    );
  };

  it('are the same whatever the order is in which memories are looked at', () => {
    const shuffled = memories.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, ([items, others]) => {
        expect(closuresOf(others)).toEqual(closuresOf(items));
      }),
    );
  });

  it('are none when they are looked for again', () => {
    fc.assert(
      fc.property(memories, (items) => {
        expect(closuresOf(closedBy(items, closuresOf(items)))).toEqual([]);
      }),
    );
  });

  it('are the same when memories are looked at share by share', () => {
    const shares = fc.tuple(memories, fc.integer({ min: 2, max: 4 }));
    fc.assert(
      fc.property(shares, ([items, of]) => {
        const found = Array.from({ length: of }, (_, number) => closuresOf(items, { number, of })).flat();
        const ids = (closures: readonly PlannedSupersession[]): string[] =>
          [...new Set(closures.map(({ id }) => id))].sort();
        expect(ids(found)).toEqual(ids(closuresOf(items)));
      }),
    );
  });

  it('name a memory that stays open or is closed for a later one, never a circle', () => {
    fc.assert(
      fc.property(memories, (items) => {
        const next = new Map(closuresOf(items).map(({ id, supersededBy }) => [id, supersededBy]));
        for (const start of next.keys()) {
          const seen = new Set<string>();
          for (let id: string | undefined = start; id !== undefined; id = next.get(id)) {
            expect(seen).not.toContain(id);
            seen.add(id);
          }
        }
      }),
    );
  });
});
