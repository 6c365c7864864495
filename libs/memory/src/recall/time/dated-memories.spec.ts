import { analyseText, loadRankingAssets, NamespaceIndex, type RankingAssets } from '@somabrain/retrieval';
import { readRankingFiles } from '../../ranking/ranking-files';
import { readQuestionTime } from './question-time';
import { askedTime } from './time-question';

/** A Monday. */
const NOW = Date.parse('2026-11-30T14:00:00Z');
const MEMORIES: readonly (readonly [text: string, day: string])[] = [
  ['Rosa called about the broken boiler', '2026-11-29'],
  ['Henrik called to say the parcel had arrived', '2026-11-27'],
  ['The bank called about my card', '2026-11-30'],
  ['Tobias called from the airport', '2026-10-21'],
  ['Ran eight kilometres along the canal', '2026-11-24'],
  ['Ran five kilometres in the park', '2026-11-26'],
  ['Ran a half marathon in the rain', '2026-10-10'],
  ['Dentist appointment, one filling on the left', '2026-03-14'],
  ['Dentist appointment, cleaning only', '2026-09-02'],
  ['Dentist appointment, a wisdom tooth came out', '2025-03-18'],
  ['Trip to Porto with my sister', '2024-03-11'],
  ['Trip to Ljubljana for the festival', '2025-06-22'],
  ['Trip to Lake Garda with Elin', '2026-08-15'],
  ['Started a job at the shipping company Havnline', '2021-02-01'],
  ['Started a job at the museum archive', '2023-05-02'],
  ['Started a job at the solar start-up Helion', '2026-02-16'],
];

describe('dated memories', () => {
  let assets: RankingAssets;
  let index: NamespaceIndex;
  beforeAll(async () => {
    assets = loadRankingAssets(await readRankingFiles());
    index = new NamespaceIndex(assets);
    for (const [arrival, [text, day]] of MEMORIES.entries())
      index.upsert({
        ...{ id: text, version: 1, analysed: analyseText(assets, text), arrival, createdAt: NOW },
        ...{ userId: null, agentId: null, sessionId: null, position: null, speaker: null },
        ...{ memoryType: 'episodic', expiresAt: null, tags: [], metadata: [], importance: 1 },
        occurredAt: Date.parse(`${day}T12:00:00Z`),
      });
  });

  it.each([
    ['Who called yesterday?', 'Rosa'],
    ['Who called today?', 'bank'],
    ['Who called last month?', 'Tobias'],
    ['Who called on Friday?', 'Henrik'],
    ['How far did I run last Tuesday?', 'eight'],
    ['How far did I run on 26 November?', 'five'],
    ['How far did I run in October?', 'half marathon'],
    ['What happened at the dentist on 14 March?', 'filling'],
    ['What happened at the dentist in March 2025?', 'wisdom'],
    ['What was done at my last dentist appointment?', 'cleaning'],
    ['Where was my trip this summer?', 'Garda'],
    ['Which trip did I take between May and August 2025?', 'Ljubljana'],
    ['Which trip did I take before 2025?', 'Porto'],
    ['What is my current job?', 'Helion'],
    ['What was my first job?', 'Havnline'],
    ['Which job did I start in 2023?', 'museum'],
  ])('answer "%s" with the one about %s', (question, expected) => {
    const time = askedTime(readQuestionTime(question, { at: NOW, zone: 'UTC' }));
    expect(index.rank({ text: question, limit: 1, time }).hits[0]?.id).toContain(expected);
  });
});
