import { CHANGE } from '../change/change.operations';
import { CONSOLIDATE } from '../consolidation/consolidation.operations';
import { DELETE, DELETE_BY_ADDRESS, FORGET } from '../forget/forget.operations';
import { HISTORY, RESTORE } from '../history/history.operations';
import { FOLLOW, LINK, LINKS } from '../links/links.operations';
import { FIND, GET, LIST } from '../listing/listing.operations';
import { RATE } from '../ratings/ratings.operations';
import { RECALL } from '../recall/recall.operations';
import { REMEMBER, REMEMBER_BATCH } from '../remember/remember.operations';
import { SCOPES } from '../scopes/scopes.operations';
import type { JsonOperation } from './operation';

/** Every operation with JSON in and out, as the routes of the memory service are made of them. */
export const JSON_OPERATIONS: readonly JsonOperation[] = [
  REMEMBER,
  REMEMBER_BATCH,
  RECALL,
  LIST,
  SCOPES,
  GET,
  DELETE,
  DELETE_BY_ADDRESS,
  CHANGE,
  HISTORY,
  RESTORE,
  FORGET,
  LINK,
  LINKS,
  FOLLOW,
  FIND,
  RATE,
  CONSOLIDATE,
];
