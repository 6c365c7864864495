import { Problem } from '@somabrain/kernel';
import type { RequestHandler } from 'express';
import type { EventLoopDelay } from './event-loop-delay';

/** A request takes some ten turns of the event loop, so at this delay it would take more than a second. */
const LONGEST_DELAY_MS = 150;
/** So much in a single turn is no pause but a flood: what comes in together is taken together, before the mean can tell. */
const LONGEST_TURN_MS = 1_000;
/** At the 500 answers a second that two cores give of the costly kinds the last of so many is answered well within a second. */
const MOST_UNDER_WAY = 200;
/** What operators and probes ask is answered however busy the process is. */
const ALWAYS_ANSWERED = /^\/(?:health(?:z|\/[a-z]+)?|metrics)$/;

/**
 * Refuses requests at once, before anything of them is read, while so many are under way, or the event loop is so far behind, that they
 * could not be answered in time. So those that are taken are answered soon, and the others know to try again.
 *
 * @param delay of the event loop in milliseconds, on average and in the present turn
 */
export function shedLoad(delay: Pick<EventLoopDelay, 'milliseconds' | 'ofThisTurn'>): RequestHandler {
  let underWay = 0;
  return (request, response, next) => {
    if (ALWAYS_ANSWERED.test(request.path)) {
      next();
      return;
    }
    const isBehind = delay.milliseconds > LONGEST_DELAY_MS || delay.ofThisTurn > LONGEST_TURN_MS;
    if (isBehind || underWay >= MOST_UNDER_WAY) {
      next(new Problem('OVERLOADED', 'This process is too busy to answer in time; try again shortly'));
      return;
    }
    underWay += 1;
    response.once('close', () => (underWay -= 1));
    next();
  };
}
