import { TOPICS } from '@somabrain/events';
import { isId } from '@somabrain/kernel';
import { type SessionBuffer, textCode } from '@somabrain/working-memory';
import { anticipatedOf } from '../anticipated';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { BeliefUpdate } from '../records';
import { type Step, Worker } from '../worker';

/** Admits the memories that are expected next to the working memory of a session. */
export class AnticipatorWorker extends Worker<null> {
  readonly name = 'anticipator';
  readonly topics = [TOPICS.stateUpdates];

  constructor(private readonly buffer: Pick<SessionBuffer, 'admit'>) {
    super();
  }

  initial(): null {
    return null;
  }

  async step(_: null, message: LoopMessage): Promise<Step<null>> {
    const { posterior } = recordIn(message, BeliefUpdate);
    const expected = Object.entries(posterior).filter(([name]) => isId(name));
    if (expected.length > 0) {
      const admissions = expected
        .map(([id, probability]) => ({ id, code: textCode(id), reward: Number(probability) || 0 }))
        .reverse();
      await this.buffer.admit(message.tenant, anticipatedOf(message.stream), admissions);
    }
    return { state: null, outputs: [] };
  }
}
