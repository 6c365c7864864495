import { PROBLEM_CATALOGUE } from '@somabrain/kernel';
import { metricReference } from '@somabrain/metrics';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../../apps/cli/src/program';
import { PROJECT } from '../support/run-program';

interface Term {
  readonly avoid: RegExp;
  readonly write: string;
}

/** Phrases that outsiders cannot read, and the standard term for each. */
const TERMS: readonly Term[] = [
  { avoid: /\b(?:in|to) (?:its |the )?mind\b/i, write: 'in working memory, is admitted to working memory' },
  { avoid: /\bmind of\b|\bsession’s mind\b/i, write: 'working memory of the session' },
  { avoid: /\b(?:memories|outcomes?) (?:was|were) worth\b/i, write: 'rating, reward' },
  { avoid: /\bwhat memory makes of\b/i, write: 'evaluation of a task' },
  { avoid: /\bfor want of\b/i, write: 'because it is unavailable' },
  { avoid: /\bupkeep\b/i, write: 'maintenance' },
  { avoid: /\bsum(?:s|med)? up\b/i, write: 'summarise' },
  { avoid: /\bwaits? in the journal\b/i, write: 'is queued in the journal' },
  { avoid: /\bwhat became of\b/i, write: 'outcome' },
  { avoid: /\bwho floods\b|\bwaits for himself\b/i, write: 'noisy tenant, fair share' },
  { avoid: /\bworths\b|\b(?:own|lent) worth\b/i, write: 'term scores, own score, neighbour score' },
  { avoid: /\bopen door\b/i, write: 'allow-all authenticator' },
  { avoid: /\bnobody['’]s question\b/i, write: 'probe input' },
  { avoid: /\btallied\b/i, write: 'aggregated' },
  { avoid: /\b(?:is|are) there twice\b/i, write: 'near-duplicate' },
  { avoid: /\b(?:does|do) not hold any more\b/i, write: 'superseded' },
  { avoid: /\bhalved until\b/i, write: 'isolated by bisection' },
  { avoid: /\bout of sight\b/i, write: 'hidden by the visibility filter' },
  { avoid: /\bgo(?:es)? for good\b/i, write: 'is purged' },
  { avoid: /\bis told when\b/i, write: 'is notified' },
  {
    avoid: /\btoo much waits\b|\bmore than can be done\b|\brefused early\b/i,
    write: 'overloaded, load shedding',
  },
  { avoid: /\b(?:thinks|thought) too little\b/i, write: 'confidence below threshold' },
  { avoid: /\bwhat keeps working memory\b/i, write: 'working-memory store' },
  { avoid: /\bBeside SOMABRAIN_/i, write: 'together with, also allows' },
  { avoid: /\ball is well\b/i, write: 'recovers automatically' },
  { avoid: /\bwhat stands against\b/i, write: 'mitigations' },
  { avoid: /\blooks after a SomaBrain\b/i, write: 'administration CLI' },
];

const DOCUMENTS = [
  'README.md',
  'docs/openapi/openapi.json',
  'docs/openapi/openapi.memory.json',
  'docs/openapi/asyncapi.json',
  ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** Each use of a term to avoid: place, phrase and what to write instead. */
function misused(place: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    TERMS.flatMap(({ avoid, write }) => {
      const phrase = avoid.exec(line)?.[0];
      return phrase === undefined ? [] : [`${place}:${index + 1}: "${phrase}"; write: ${write}`];
    }),
  );
}

function helpOf(command: ReturnType<typeof program>): string {
  return [command.helpInformation(), ...command.commands.map(helpOf)].join('\n');
}

describe('the terms of the texts', () => {
  it.each(DOCUMENTS)('%s uses the standard terms', (path) => {
    expect(misused(path, readFileSync(join(PROJECT, path), 'utf8'))).toEqual([]);
  });

  it('the problem titles use the standard terms', () => {
    const found = Object.entries(PROBLEM_CATALOGUE).flatMap(([code, { title }]) => misused(code, title));
    expect(found).toEqual([]);
  });

  it('the help of metrics uses the standard terms', () => {
    expect(metricReference().flatMap(({ name, help }) => misused(name, help))).toEqual([]);
  });

  it('the help of the command line uses the standard terms', () => {
    const streams = { out: process.stdout, err: process.stderr };
    const help = helpOf(program({ streams, signal: new AbortController().signal, ended: () => undefined }));
    expect(misused('somabrain --help', help)).toEqual([]);
  });

  it('a phrase to avoid is found', () => {
    expect(misused('a page', 'fine\nWhat a session has in mind')).toEqual([
      'a page:2: "in mind"; write: in working memory, is admitted to working memory',
    ]);
  });
});
