import { Problem } from '@somabrain/kernel';
import type { Request, Response } from 'express';
import { waitsForBody } from '../connections/connection';
import type { Slot, Slots } from './slots';

/** What comes in with the head is read in the same moment; a body that is not here by now is being waited for. */
const BODY_IS_LATE_MS = 100;

declare module 'express-serve-static-core' {
  interface Request {
    /** While it is worked on. Absent where a request takes none. */
    slot?: RequestSlot;
  }
}

/**
 * The slot of a request: from its arrival until its answer is handed over, or its client has gone and its handler has ended. It does not wait
 * for the client: not for the rest of a body, and not for an answer to be read.
 */
export class RequestSlot {
  private slot: Slot;
  private owner: string | undefined;
  private isHandled = false;
  private isOver = false;

  private constructor(
    private readonly slots: Slots,
    slot: Slot,
    private readonly holder: Slot['holder'],
  ) {
    this.slot = slot;
  }

  /** @returns whether there was a slot */
  static take(slots: Slots, request: Request, response: Response): boolean {
    const since = performance.now();
    const holder = {
      waitsForClient: () =>
        response.writableNeedDrain || (waitsForBody(request) && performance.now() - since > BODY_IS_LATE_MS),
    };
    const slot = slots.take(holder);
    if (!slot) return false;
    const taken = new RequestSlot(slots, slot, holder);
    request.slot = taken;
    response.once('prefinish', () => {
      taken.handedOver();
    });
    response.once('close', () => {
      taken.abandoned();
    });
    return true;
  }

  /**
   * Says whose request it is.
   * @param most how many of theirs may be under way now
   * @throws Problem OVERLOADED where these have their share already
   */
  claim(owner: string, most?: number): void {
    this.owner = owner;
    if (!this.slot.claim(owner, most)) this.refuse(tooManyOfYours());
  }

  /** Its handler begins. @throws Problem OVERLOADED where the slot was taken back while its body came in and none is free now */
  begin(): void {
    if (!this.slot.isHeld) this.takeFrom(this.slots);
    this.isHandled = true;
  }

  /** Its handler begins to stream: it takes a slot of those, and leaves its own to others. @throws Problem OVERLOADED */
  beginStream(streams: Slots): void {
    this.slot.release();
    this.takeFrom(streams, () => false);
    this.isHandled = true;
  }

  /** Its handler has ended. */
  end(): void {
    this.isHandled = false;
    if (this.isOver) this.slot.release();
  }

  private handedOver(): void {
    this.isOver = true;
    this.slot.release();
  }

  /** Nobody waits for the answer any more; a handler that works on it keeps the slot. */
  private abandoned(): void {
    this.isOver = true;
    if (!this.isHandled) this.slot.release();
  }

  private takeFrom(slots: Slots, waitsForClient = this.holder.waitsForClient): void {
    const slot = this.isOver ? undefined : slots.take({ waitsForClient });
    if (!slot) throw tooBusy();
    this.slot = slot;
    if (this.owner !== undefined && !slot.claim(this.owner)) this.refuse(tooManyOfYours());
  }

  private refuse(problem: Problem): never {
    this.slot.release();
    throw problem;
  }
}

/** The refusal of a request that could not be answered in time. */
export function tooBusy(): Problem {
  return new Problem('OVERLOADED', 'This process is too busy to answer in time; try again shortly');
}

function tooManyOfYours(): Problem {
  return new Problem(
    'OVERLOADED',
    'Too many requests of yours are under way already; wait for some of their answers',
  );
}
