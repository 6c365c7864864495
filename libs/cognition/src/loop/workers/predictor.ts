import { TOPICS } from '@somabrain/events';
import type { Clock } from '@somabrain/kernel';
import { confidenceOf, type Domain } from '../../integration/integrate';
import { connect } from '../../prediction/growing-graph';
import {
  expectingFrom,
  goOn,
  NOTHING_MET,
  type PredictorSettings,
  type PredictorState,
  surpriseOf,
} from '../../prediction/predict';
import { without } from '../../prediction/symbol-graph';
import { Activity } from '../activity';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import type { BeliefUpdate, NextEvent } from '../records';
import { type Step, Worker } from '../worker';

const MODEL = 'v1';
/** Below this error things go on as they did: the original's threshold. */
const STABLE_BELOW = 0.3;
const MOST_EXPECTED = 8;
/** A memory that was not there before. */
const NEW_MEMORY = 'new';
/** A memory that is there no more. */
const GONE_MEMORY = 'gone';
const NO_MEMORIES: ReadonlySet<string> = new Set([NEW_MEMORY, GONE_MEMORY]);
const REMOVALS: ReadonlySet<string> = new Set(['memory.deleted', 'memory.forgotten']);

interface State {
  readonly prediction: PredictorState;
  /** Of the last activity, in milliseconds since the Unix epoch; null before the first. */
  readonly at: number | null;
  /** The memory that was remembered last; the state alone looks at it. */
  readonly memory: string | null;
}

export interface PredictorWorkerSettings extends PredictorSettings {
  readonly confidenceAlpha: number;
}

const UPDATES = {
  state: TOPICS.stateUpdates,
  agent: TOPICS.agentUpdates,
  action: TOPICS.actionUpdates,
} as const;

/** Predicts one domain of each stream of activity, and says how well it did. */
export class PredictorWorker extends Worker<State> {
  readonly name: string;
  readonly topics = [TOPICS.auditOperations];

  constructor(
    private readonly domain: Domain,
    private readonly settings: PredictorWorkerSettings,
    private readonly clock: Clock,
  ) {
    super();
    this.name = `predictor-${domain}`;
  }

  initial(): State {
    return { prediction: NOTHING_MET, at: null, memory: null };
  }

  step(state: State, message: LoopMessage): Step<State> {
    const activity = recordIn(message, Activity);
    const before = this.domain === 'state' ? this.withChanges(state.prediction, activity) : state.prediction;
    const observed = symbolsOf(this.domain, activity, state);
    const deltaError = surpriseOf(before.expected, observed);
    const beside = this.domain === 'state' ? besideMemory(activity, state.memory) : [];
    const after = expectingFrom(goOn(before, observed, this.settings.dimension, beside), this.settings);
    const likeliest = likeliestOf(after.expected);
    return {
      state: { prediction: after, at: activity.at, memory: rememberedBy(activity) ?? state.memory },
      outputs: [
        {
          topic: UPDATES[this.domain],
          value: this.update(deltaError, likeliest, after.last, activity, message),
        },
        { topic: TOPICS.nextEvents, value: this.next(deltaError, likeliest[0]?.[0], activity) },
      ],
    };
  }

  /** What the graph of memories learns from an activity before it is judged: links that were made, memories that are gone. */
  private withChanges(state: PredictorState, { action, memories, link }: Activity): PredictorState {
    if (link) {
      const graph = connect(state.graph, link.source, link.target, link.weight, this.settings.dimension);
      return expectingFrom({ graph, last: state.last }, this.settings);
    }
    if (!REMOVALS.has(action)) return state;
    const gone = new Set(memories);
    const last = state.last.filter((name) => !gone.has(name));
    return expectingFrom({ graph: without(state.graph, gone), last }, this.settings);
  }

  private update(
    deltaError: number,
    likeliest: readonly Expected[],
    last: readonly string[],
    activity: Activity,
    message: LoopMessage,
  ): BeliefUpdate {
    const here = new Set(last);
    const next = likeliest.filter(([name]) => !NO_MEMORIES.has(name) && !here.has(name));
    return {
      domain: this.domain,
      ts: new Date(activity.at).toISOString(),
      delta_error: deltaError,
      confidence: confidenceOf(deltaError, this.settings.confidenceAlpha),
      evidence: {
        tenant: message.tenant,
        session: message.stream,
        event: activity.event,
        action: activity.action,
        memories: activity.memories.join(','),
      },
      posterior: Object.fromEntries(
        next.slice(0, MOST_EXPECTED).map(([name, share]) => [name, share.toFixed(6)]),
      ),
      model_ver: MODEL,
      latency_ms: Math.max(0, Math.round(this.clock.now() - activity.at)),
    };
  }

  private next(deltaError: number, likeliest: string | undefined, { event, at }: Activity): NextEvent {
    return {
      frame_id: `${this.domain}:${event}`,
      predicted_state: predictedState(this.domain, deltaError, likeliest),
      confidence: confidenceOf(deltaError, this.settings.confidenceAlpha),
      ts: new Date(at).toISOString(),
    };
  }
}

type Expected = [name: string, share: number];

/** What is expected, the likeliest first. */
function likeliestOf(expected: PredictorState['expected']): Expected[] {
  return Object.entries(expected).sort(([, one], [, other]) => other - one);
}

/** A memory that was remembered lies beside the one before it; where things go on from is that something new came. */
function besideMemory(activity: Activity, before: string | null): [string, string][] {
  const id = rememberedBy(activity);
  if (id === null) return [];
  const besideThat: [string, string][] = before === null ? [] : [[before, id]];
  return [...besideThat, [id, NEW_MEMORY]];
}

function rememberedBy({ action, memories }: Activity): string | null {
  return action === 'memory.remembered' ? (memories[0] ?? null) : null;
}

function predictedState(domain: Domain, deltaError: number, likeliest = 'unknown'): string {
  if (domain === 'state') return deltaError < STABLE_BELOW ? 'stable' : 'shifting';
  return domain === 'agent' ? `intent:${likeliest}` : `action:${likeliest}`;
}

/** What a domain sees of an activity. */
function symbolsOf(
  domain: Domain,
  { action, actor, memories, at }: Activity,
  { at: before }: State,
): readonly string[] {
  if (domain === 'action') return [action];
  if (domain === 'agent') return [`${paceOf(before === null ? 0 : at - before)} ${actor}`];
  if (REMOVALS.has(action)) return [GONE_MEMORY];
  return action === 'memory.remembered' || memories.length === 0 ? [NEW_MEMORY] : memories;
}

const PACES = [
  [5_000, 'at once'],
  [60_000, 'soon'],
  [600_000, 'later'],
  [3_600_000, 'much later'],
] as const;

/** How long it took, in words: what comes after a pause is something else. */
function paceOf(milliseconds: number): string {
  return PACES.find(([below]) => milliseconds < below)?.[1] ?? 'another time';
}
