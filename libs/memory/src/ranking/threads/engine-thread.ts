import { parentPort, workerData } from 'node:worker_threads';
import { Database } from '@somabrain/database';
import { createLogger, Problem } from '@somabrain/kernel';
import { loadRankingAssets } from '@somabrain/retrieval';
import { LocalEngine } from '../local-engine';
import type { IndexObserver } from '../ranking-engine';
import { type Failure, packForms, type Report, type Request, type ThreadSettings } from './messages';
import { packRanking } from './packed-ranking';

/** The thread's program: a LocalEngine that answers the requests of the thread that made this one. */
function main(): void {
  const port = parentPort;
  if (!port) throw new Error('This is the program of a thread; the service starts it');
  const { budgetBytes, constants, searchable, snapshotsFrom, files, ...settings } =
    workerData as ThreadSettings;
  const indexes = { budgetBytes, constants, searchable, snapshotsFrom };
  const say = (report: Report, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(report, transfer);
  };
  const assets = loadRankingAssets(files);
  const logger = createLogger('WARN');
  const database = new Database(settings, logger);
  const observer: IndexObserver = {
    indexLoaded: () => say({ kind: 'index', event: 'indexLoaded' }),
    indexEvicted: () => say({ kind: 'index', event: 'indexEvicted' }),
    namespaceRefused: () => say({ kind: 'index', event: 'namespaceRefused' }),
    indexRestored: () => say({ kind: 'index', event: 'indexRestored' }),
    snapshotStored: () => say({ kind: 'index', event: 'snapshotStored' }),
    snapshotDamaged: () => say({ kind: 'index', event: 'snapshotDamaged' }),
    indexMemory: (bytes) => say({ kind: 'memory', bytes }),
  };
  const engine = new LocalEngine(database, assets, indexes, observer, logger);
  const execute = async (request: Request): Promise<unknown> => {
    switch (request.kind) {
      case 'rank':
        return packRanking(await engine.rank(request.views, request.question));
      case 'rankPast':
        return packRanking(await engine.rankPast(request.view, request.at, request.question, request.where));
      case 'analyse':
        return packForms(await engine.analyse(request.texts));
      case 'renew':
        return packForms(await engine.renew(request.forms));
      case 'close':
        await engine.close();
        await database.close();
        return null;
    }
  };
  port.on('message', (request: Request) => {
    const { id } = request;
    execute(request)
      .then(
        (answer) => say({ kind: 'answer', id, answer }),
        (error: unknown) => say({ kind: 'failure', id, failure: failureOf(error) }),
      )
      .finally(() => {
        if (request.kind === 'close') port.close(); // nothing keeps the thread from ending then
      });
  });
  say({ kind: 'ready' });
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: null, message: String(error), errors: [], stack: undefined };
  const problem = error instanceof Problem ? error : null;
  return {
    code: problem?.code ?? null,
    message: error.message,
    errors: problem?.errors ?? [],
    stack: error.stack,
  };
}

main();
