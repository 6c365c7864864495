import type { BenchService } from '../bench-service';
import { batchOf, fill, questions, texts } from '../bench-data';
import type { Callers } from '../load';
import { type Group, timesP95 } from '../scenario';

const QUIET = 'bench-quiet';
const LOUD = 'bench-loud';
const MEMORIES = 1_000;
const FLOODS = ['remember', 'recall', 'batch', 'import', 'forget'] as const;

/** What one tenant does to another: the quiet one asks and remembers now and then while the loud one does all it can. */
export const fairness: Group = {
  name: 'fairness',
  alone: true,
  what: `A tenant of ${MEMORIES.toLocaleString('en')} memories beside a noisy tenant that floods the service`,
  fill: (service) => fill(service, [QUIET, LOUD], MEMORIES, 14),
  scenarios(service: BenchService) {
    const quiet = {
      callers: 2,
      pause: 8,
      operation: (caller: number) => (caller === 0 ? recall(service, QUIET) : remember(service, QUIET)),
    };
    return [
      { name: 'quiet', what: 'recall and remember of the quiet tenant, alone', ...quiet },
      ...FLOODS.map((flood) => ({
        name: `quiet-${flood}`,
        what: `the same while the noisy tenant floods with ${flood}`,
        ...quiet,
        background: floodOf(flood, service),
      })),
    ];
  },
  findings: (results) =>
    Promise.resolve(
      FLOODS.map((flood) => ({
        what: `p95 of the quiet tenant during ${flood}, against alone`,
        value: timesP95(results, `quiet-${flood}`, 'quiet'),
        must: '≤ 2 ×',
      })),
    ),
};

const question = questions(15);
const text = texts(16);

function recall(service: BenchService, tenant: string): Promise<void> {
  return service.post('/recall', tenant, { query: question() });
}

function remember(service: BenchService, tenant: string): Promise<void> {
  return service.post('/remember', tenant, { content: text() });
}

function floodOf(flood: (typeof FLOODS)[number], service: BenchService): Callers {
  switch (flood) {
    case 'remember':
      return { callers: 32, operation: () => service.exchange('/remember', LOUD, { content: text() }) };
    case 'recall':
      return { callers: 32, operation: () => service.exchange('/recall', LOUD, { query: question() }) };
    case 'batch':
      return { callers: 4, operation: () => service.exchange('/remember/batch', LOUD, batchOf(text)) };
    case 'import':
      return { callers: 1, operation: () => importAgain(service) };
    case 'forget':
      return { callers: 1, operation: () => rememberAndForget(service) };
  }
}

/** Imports what was exported, under another tenant, so that all of it is new. */
async function importAgain(service: BenchService): Promise<void> {
  const file = await service.export(LOUD);
  await service.import(`bench-import-${Math.floor(performance.now())}`, file);
}

async function rememberAndForget(service: BenchService): Promise<void> {
  const namespace = `forget-${Math.floor(performance.now())}`;
  const memories = batchOf(text).memories.map((memory) => ({ ...memory, namespace }));
  await service.exchange('/remember/batch', LOUD, { memories });
  await service.exchange('/forget', LOUD, { namespace });
}
