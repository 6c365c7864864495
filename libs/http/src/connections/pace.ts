import type { Waiting } from './connection';

const KIB = 1_024;

/** What a client has to send or take within a time. Slower ones are taken for gone. */
export interface LeastPace {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** A body comes in at half a kilobyte a second at least, as slow telephone lines manage. */
const BODY_PACE: LeastPace = { milliseconds: 10_000, bytes: 5 * KIB };
/** Streams pause while their source does. */
const STREAM_PACE: LeastPace = { milliseconds: 60_000, bytes: 30 * KIB };
/** The kernel takes bytes for a slow reader in portions of up to a megabyte, so that it may seem to pause for long. */
const READER_PACE: LeastPace = { milliseconds: 60_000, bytes: 30 * KIB };

/** How a connection is, at a moment. */
export interface Reading {
  readonly waitsFor: Waiting | undefined;
  readonly isStream: boolean;
  readonly receivedBytes: number;
  readonly takenBytes: number;
}

/** Whether the client of a connection keeps up, from readings of every second or so. Times are milliseconds of a clock that only goes forward. */
export class Pace {
  private waitsFor: Waiting | undefined = 'request';
  private since: number;
  private windowBegan: number;
  private bytesThen = 0;

  constructor(opened: number) {
    this.since = opened;
    this.windowBegan = opened;
  }

  /** Since when it is for its client to do something; undefined: it is not. */
  get waitingSince(): number | undefined {
    return this.waitsFor === undefined ? undefined : this.since;
  }

  /** @returns whether the client is too slow. One that waits for its next request never is: that has timeouts of its own. */
  isTooSlow(reading: Reading, now: number): boolean {
    const { waitsFor } = reading;
    const bytes = waitsFor === 'reader' ? reading.takenBytes : reading.receivedBytes;
    const isNew = waitsFor !== this.waitsFor || (waitsFor === 'request' && bytes !== this.bytesThen);
    if (isNew) this.since = now;
    this.waitsFor = waitsFor;
    const least = isNew ? undefined : leastPace(reading);
    if (least && now - this.windowBegan < least.milliseconds) return false;
    const tooSlow = least !== undefined && bytes - this.bytesThen < least.bytes;
    this.windowBegan = now;
    this.bytesThen = bytes;
    return tooSlow;
  }
}

function leastPace({ waitsFor, isStream }: Reading): LeastPace | undefined {
  switch (waitsFor) {
    case 'reader':
      return READER_PACE;
    case 'body':
      return isStream ? STREAM_PACE : BODY_PACE;
    case 'request':
    case undefined:
      return undefined;
  }
}
