import { getHeapStatistics } from 'node:v8';
import { Problem } from '@somabrain/kernel';

const MIB = 1024 * 1024;
const LEAST_BYTES = 128 * MIB;
const MOST_BYTES = 512 * MIB;
const SHARE_OF_HEAP = 4;

/** What the bodies of one request take, until it is over. */
export interface BodyHold {
  /** @param bytes that it takes now. @throws Problem OVERLOADED */
  grow(bytes: number): void;
  release(): void;
}

/**
 * Bounds the memory that bodies take in this process while they are read and worked on. One caller gets half of it at most, so that the
 * bodies of the others find room.
 */
export class BodiesInFlight {
  private total = 0;
  private readonly byCaller = new Map<string, number>();

  /** @param mostBytes of all bodies together */
  constructor(private readonly mostBytes = standardBytes()) {}

  /** Bytes that are held now. */
  get bytes(): number {
    return this.total;
  }

  /** @param caller whose body it is; null: of a service that speaks for all of them, and has no share of its own */
  hold(caller: string | null): BodyHold {
    let held = 0;
    return {
      grow: (bytes) => {
        this.add(caller, bytes - held);
        held = bytes;
      },
      release: () => {
        this.remove(caller, held);
        held = 0;
      },
    };
  }

  private add(caller: string | null, bytes: number): void {
    const ofCaller = this.of(caller) + bytes;
    if (this.total + bytes > this.mostBytes) {
      throw new Problem(
        'OVERLOADED',
        'The bodies of other requests use all the memory set aside for bodies; try again shortly',
      );
    }
    if (caller !== null && ofCaller > this.mostBytes / 2) {
      throw new Problem(
        'OVERLOADED',
        'The bodies of your other requests use all the memory you may have; wait for their answers',
      );
    }
    this.total += bytes;
    if (caller !== null) this.byCaller.set(caller, ofCaller);
  }

  private remove(caller: string | null, bytes: number): void {
    this.total -= bytes;
    if (caller === null) return;
    const left = this.of(caller) - bytes;
    if (left > 0) this.byCaller.set(caller, left);
    else this.byCaller.delete(caller);
  }

  private of(caller: string | null): number {
    return caller === null ? 0 : (this.byCaller.get(caller) ?? 0);
  }
}

/** A quarter of the heap that Node may use, within bounds. */
function standardBytes(): number {
  const share = getHeapStatistics().heap_size_limit / SHARE_OF_HEAP;
  return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, share));
}
