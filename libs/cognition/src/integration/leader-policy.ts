import type { OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@somabrain/kernel';
import { type OpaAnswer, type OpaRule, PolicyFailure } from '@somabrain/policy';
import { z } from 'zod';
import { type Domain, DOMAINS, type Integration } from './integrate';

/** The question to the policy about the leader. It is the input of the Rego package, in the form of the original. */
export interface LeaderQuestion {
  readonly tenant: string;
  /** Who leads by weight. */
  readonly candidate: Pick<Integration, 'leader' | 'weights'>;
  /** What happened: ids and names, no content. */
  readonly event: Readonly<Record<string, string>>;
}

/** What came of a question. A denial names no other leader: frames are numbered, so none can be left out. */
export type LeaderOutcome = 'kept' | 'overridden' | 'denied' | 'unavailable';

const Decision = z.object({ allow: z.boolean().default(true), leader: z.enum(DOMAINS).nullish() });
type Decision = z.output<typeof Decision>;

/** Lets a policy choose who leads; without a decision of it the greatest weight does. */
export class LeaderPolicy implements OnApplicationShutdown {
  /** Whether the last question was decided. */
  private answering = true;

  /** @param count called with the outcome of each question */
  constructor(
    private readonly rule: Pick<OpaRule, 'ask' | 'close'>,
    private readonly count: (outcome: LeaderOutcome) => void,
    private readonly logger: Logger,
  ) {}

  /** Who leads: the candidate, unless the policy names another. */
  async leaderOf(question: LeaderQuestion): Promise<Domain> {
    const { leader: candidate } = question.candidate;
    try {
      const { allow, leader } = await this.rule.ask(question, decisionIn);
      this.noteAnswer();
      const chosen = allow ? (leader ?? candidate) : candidate;
      if (!allow) this.count('denied');
      else this.count(chosen === candidate ? 'kept' : 'overridden');
      return chosen;
    } catch (error) {
      if (!(error instanceof PolicyFailure)) throw error;
      this.noteFailure(error);
      return candidate;
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Lets go of its connections. */
  close(): Promise<void> {
    return this.rule.close();
  }

  /** One line when the policy goes and one when it is back, however often it is asked. */
  private noteFailure({ fault, message }: PolicyFailure): void {
    this.count('unavailable');
    if (!this.answering) return;
    this.answering = false;
    this.logger.warn({ fault, reason: message }, 'no policy chooses the leader: the greatest weight does');
  }

  private noteAnswer(): void {
    if (this.answering) return;
    this.answering = true;
    this.logger.info({}, 'the policy chooses the leader again');
  }
}

/** @throws PolicyFailure undefined, malformed */
function decisionIn({ result }: OpaAnswer): Decision {
  if (result === undefined)
    throw new PolicyFailure('undefined', 'the policy has no such package, or it is undefined');
  const { data, error } = Decision.safeParse(result);
  if (error) throw new PolicyFailure('malformed', 'the decision is not {allow, leader}', error);
  return data;
}
