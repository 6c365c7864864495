import { z } from 'zod';

/** What a cursor of any list looks like. It means something only to the list that gave it. */
export const CURSOR = /^[A-Za-z0-9_.:-]+$/;

/** Where the next page begins. */
export const nextCursor = z
  .string()
  .regex(CURSOR)
  .nullable()
  .meta({ description: 'Send it as `cursor` for the next page; null on the last.' });
