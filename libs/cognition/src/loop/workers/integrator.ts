import { type Topic, TOPICS } from '@somabrain/events';
import type { TenantId } from '@somabrain/kernel';
import { confidenceOf, type Domain, DOMAINS, integrate, type Observation } from '../../integration/integrate';
import type { LeaderPolicy } from '../../integration/leader-policy';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { BeliefUpdate, ConfigUpdate, type GlobalFrame } from '../records';
import { type Output, type Step, Worker } from '../worker';

/** Before any reward was learnt from. */
const FIRST_TAU = 1;
/** Activities of a stream that may wait for a domain to speak of them; what a domain that is down would have said is not waited for. */
const MOST_WAITING = 512;
/** Activities that are known to have been framed without all domains. */
const MOST_LATE = 4_096;

/** An activity that not every domain has spoken of yet. */
interface Waiting {
  readonly event: string;
  readonly at: number;
  readonly evidence: Readonly<Record<string, string>>;
  readonly said: Readonly<Partial<Record<Domain, Observation>>>;
}

interface State {
  /** Of the whole tenant: how sharply confidences are told apart. */
  readonly tau: number;
  readonly last: Readonly<Partial<Record<Domain, Observation>>>;
  /** The oldest first. */
  readonly waiting: readonly Waiting[];
  /** Activities that were framed without some domains, and of how many: what these say later makes no other frame of them. */
  readonly late: readonly (readonly [event: string, missing: number])[];
}

export interface IntegratorSettings {
  readonly alpha: number;
  readonly enforceConfidence: boolean;
}

const TOPIC_OF = {
  state: TOPICS.stateUpdates,
  agent: TOPICS.agentUpdates,
  action: TOPICS.actionUpdates,
} as const satisfies Record<Domain, Topic>;

/**
 * Weighs the domains against one another: one frame for each activity, as soon as all domains have spoken of it, so that it does not matter
 * which of them comes first.
 */
export class IntegratorWorker extends Worker<State> {
  readonly name = 'integrator';
  readonly topics: readonly Topic[];

  /**
   * @param domains that are predicted
   * @param policy may let another domain lead than that of the greatest weight; null: none is asked
   */
  constructor(
    private readonly domains: readonly Domain[],
    private readonly settings: IntegratorSettings,
    private readonly policy: Pick<LeaderPolicy, 'leaderOf'> | null,
  ) {
    super();
    this.topics = [...domains.map((domain) => TOPIC_OF[domain]), TOPICS.configUpdates];
  }

  initial(): State {
    return { tau: FIRST_TAU, last: {}, waiting: [], late: [] };
  }

  step(state: State, message: LoopMessage, { tau }: State): Step<State> | Promise<Step<State>> {
    if (message.topic === TOPICS.configUpdates) {
      return { state: { ...state, tau: recordIn(message, ConfigUpdate).exploration_temp }, outputs: [] };
    }
    const update = recordIn(message, BeliefUpdate);
    const observation = this.observationOf(update);
    const event = eventOf(update);
    if (state.late.some(([late]) => late === event)) {
      const late = state.late.map(
        ([each, missing]) => [each, each === event ? missing - 1 : missing] as const,
      );
      const last = { ...state.last, [update.domain]: observation };
      return { state: { ...state, last, late: late.filter(([, missing]) => missing > 0) }, outputs: [] };
    }
    const waiting = joined(state.waiting, event, update, observation);
    return this.framesOf({ ...state, waiting }, message.tenant, tau);
  }

  private observationOf({ ts, delta_error: deltaError, confidence }: BeliefUpdate): Observation {
    const { alpha, enforceConfidence } = this.settings;
    return {
      at: Date.parse(ts),
      deltaError,
      confidence: enforceConfidence ? confidenceOf(deltaError, alpha) : confidence,
    };
  }

  /** Frames of the activities at the front that need not wait any more. */
  private async framesOf(state: State, tenant: TenantId, tau: number): Promise<Step<State>> {
    let { last, late } = state;
    const waiting = [...state.waiting];
    const outputs: Output[] = [];
    for (let first = waiting[0]; first; first = waiting[0]) {
      const { event, said } = first;
      const missing = this.domains.filter((domain) => !said[domain]).length;
      if (missing > 0 && waiting.length <= MOST_WAITING) break;
      last = { ...last, ...said };
      if (missing > 0) late = [...late, [event, missing] as const].slice(-MOST_LATE);
      outputs.push({ topic: TOPICS.globalFrame, value: await this.frameOf(first, last, tenant, tau) });
      waiting.shift();
    }
    return { state: { ...state, last, waiting, late }, outputs };
  }

  private async frameOf(
    { event, at, evidence }: Waiting,
    observations: State['last'],
    tenant: TenantId,
    tau: number,
  ): Promise<GlobalFrame> {
    const { leader: heaviest, weights, entropy } = integrate(observations, at, tau);
    const question = { tenant, candidate: { leader: heaviest, weights }, event: evidence };
    const leader = this.policy ? await this.policy.leaderOf(question) : heaviest;
    const leading = observations[leader];
    return {
      ts: new Date(at).toISOString(),
      leader,
      weights,
      frame: {
        ...evidence,
        event,
        leader_domain: leader,
        ...(leader !== heaviest && { overridden_leader: heaviest }),
        leader_confidence: String(leading?.confidence ?? 0),
        leader_delta_error: String(leading?.deltaError ?? 0),
        ...errorsOf(observations),
      },
      rationale: `softmax_tau=${tau} entropy=${entropy.toFixed(4)} domains=${DOMAINS.filter((domain) => observations[domain]).join(',')}`,
    };
  }
}

function errorsOf(observations: State['last']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(observations).map(([domain, { deltaError }]) => [
      `${domain}_delta_error`,
      String(deltaError),
    ]),
  );
}

function eventOf({ domain, evidence, ts }: BeliefUpdate): string {
  return evidence.event ?? `${domain}:${ts}`;
}

function joined(
  waiting: readonly Waiting[],
  event: string,
  { domain, evidence }: BeliefUpdate,
  observation: Observation,
): Waiting[] {
  const before = waiting.find((each) => each.event === event);
  const entry = before ?? { event, at: observation.at, evidence, said: {} };
  const after = { ...entry, said: { ...entry.said, [domain]: observation } };
  return before ? waiting.map((each) => (each === before ? after : each)) : [...waiting, after];
}
