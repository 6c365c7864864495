import { TOPICS } from '@somabrain/events';
import { type Domain, DOMAINS } from '../../integration/integrate';
import {
  type Moment,
  NO_SEGMENT,
  segment,
  type SegmentSettings,
  type SegmentState,
} from '../../segmentation/segment';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { GlobalFrame, type SegmentBoundary } from '../records';
import { type Step, Worker } from '../worker';

/** An episode of more memories ends in any case. */
const MOST_MEMORIES = 100;

interface State {
  readonly segment: SegmentState;
  /** What was remembered since the last boundary, in order. */
  readonly memories: readonly string[];
  /** Of the first frame since the last boundary, in milliseconds since the Unix epoch; null before it. */
  readonly startedAt: number | null;
}

/** Finds where episodes end, and says what was remembered in them. */
export class SegmenterWorker extends Worker<State> {
  readonly name = 'segmentation';
  readonly topics = [TOPICS.globalFrame];

  constructor(private readonly settings: SegmentSettings) {
    super();
  }

  initial(): State {
    return { segment: NO_SEGMENT, memories: [], startedAt: null };
  }

  step(state: State, message: LoopMessage): Step<State> {
    const frame = recordIn(message, GlobalFrame);
    const moment = momentOf(frame);
    const startedAt = state.startedAt ?? moment.at;
    const { state: after, boundary } = segment(state.segment, moment, this.settings);
    const ended =
      boundary ??
      (state.memories.length < MOST_MEMORIES
        ? null
        : {
            domain: frame.leader,
            at: moment.at,
            dwellMs: moment.at - startedAt,
            evidence: 'max_size' as const,
          });
    const remembered = rememberedIn(frame);
    if (!ended) {
      const memories = [...new Set([...state.memories, ...remembered])];
      return { state: { segment: after, memories, startedAt }, outputs: [] };
    }
    const value: SegmentBoundary = {
      tenant: message.tenant,
      domain: ended.domain,
      boundary_ts: new Date(ended.at).toISOString(),
      dwell_ms: Math.max(0, ended.dwellMs),
      evidence: ended.evidence,
      session: message.stream,
      started_ts: new Date(startedAt).toISOString(),
      memories: [...state.memories],
    };
    // What ended it is the first of the next.
    return {
      state: { segment: after, memories: remembered, startedAt: moment.at },
      outputs: [{ topic: TOPICS.segments, value }],
    };
  }
}

function momentOf({ ts, leader, frame }: GlobalFrame): Moment {
  const errors = DOMAINS.flatMap((domain): [Domain, number][] => {
    const error = Number(frame[`${domain}_delta_error`] ?? NaN);
    return Number.isFinite(error) ? [[domain, error]] : [];
  });
  return { at: Date.parse(ts), leader, errors: Object.fromEntries(errors) };
}

function rememberedIn({ frame }: GlobalFrame): string[] {
  return frame.action === 'memory.remembered' ? (frame.memories ?? '').split(',').filter(Boolean) : [];
}
