import type { Request, RequestHandler } from 'express';
import type { EventLoopDelay } from './event-loop-delay';
import { RequestSlot, tooBusy } from './slots/request-slot';
import { Slots } from './slots/slots';

/** A request takes some ten turns of the event loop, so at this delay it would take more than a second. */
const LONGEST_DELAY_MS = 150;
/** So much in a single turn is no pause but a flood: what comes in together is taken together, before the mean can tell. */
const LONGEST_TURN_MS = 1_000;
/** At the 500 answers a second that two cores give of the costly kinds the last of so many is answered well within a second. */
export const MOST_UNDER_WAY = 200;
/** Each reads or writes the database all the time. */
export const MOST_STREAMS = 32;
/** What operators and probes ask is answered however busy the process is. */
const ALWAYS_ANSWERED = /^\/(?:health(?:z|\/[a-z]+)?|metrics)$/;
/** Files have slots of their own: how long one takes is up to its reader, and sending many at once makes every turn of the event loop long. */
const FILES = /^\/docs(?:\/|$)/;
/** A page of the documentation asks for five at once. */
const MOST_FILES = 8;

/** While the process is behind, each may have a few under way: then it is those who send most that are refused, and the others hardly notice. */
const FEW = 5;

/** How late the event loop is, in milliseconds: on average, and in the present turn. */
export type Delay = Pick<EventLoopDelay, 'milliseconds' | 'ofThisTurn'>;

const isBehind = (delay: Delay): boolean => delay.milliseconds > LONGEST_DELAY_MS;

/**
 * Refuses requests at once, before anything of them is read, while so many are under way, or the event loop is so far behind, that they
 * could not be answered in time. So those that are taken are answered soon, and the others know to try again.
 *
 * @param slots for the requests under way
 * @param isShared whether `shareSlots` decides whose requests are taken while the event loop is behind
 */
export function shedLoad(
  delay: Delay,
  slots: Slots = new Slots(MOST_UNDER_WAY),
  isShared = false,
): RequestHandler {
  const files = new Slots(MOST_FILES);
  return (request, response, next) => {
    if (ALWAYS_ANSWERED.test(request.path)) {
      next();
      return;
    }
    const isTooLate = delay.ofThisTurn > LONGEST_TURN_MS || (isBehind(delay) && !isShared);
    const lane = FILES.test(request.path) ? files : slots;
    const isTaken = !isTooLate && RequestSlot.take(lane, request, response);
    next(isTaken ? undefined : tooBusy());
  };
}

/**
 * Counts the slot of a request to the share of whoever it is from, which is known by now.
 * @param ownerOf undefined: there is no share for it
 * @throws Problem OVERLOADED where these have their share already
 */
export function shareSlots(delay: Delay, ownerOf: (request: Request) => string | undefined): RequestHandler {
  return (request, _response, next) => {
    const owner = ownerOf(request);
    if (owner !== undefined) request.slot?.claim(owner, isBehind(delay) ? FEW : undefined);
    next();
  };
}
