import { TIME_MODES, time, type TimeQuestion, timeZone, type UnderstoodTime } from '@somabrain/memory';
import { z } from 'zod';

/** How times in the words of a question are meant. */
export const timeFields = {
  reference_time: time.nullish().meta({
    description:
      'When the question is asked: "yesterday" is the day before (RFC 3339). Default: now, or the time of `as_of`.',
  }),
  time_zone: timeZone.nullish().meta({
    description:
      'Zone of the times in the question, and of days without a time in filters (IANA). Default: UTC.',
  }),
  time: z.enum(TIME_MODES).nullish().meta({
    description:
      'Effect of times in the question. `hint`: memories of these times come first; `strict`: others are left out; `off`: no effect. Default: hint.',
  }),
};

type TimeFields = Partial<z.output<z.ZodObject<typeof timeFields>>>;

/** The fields about times, as recall takes them. */
export function timeQuestionOf({
  reference_time: at,
  time_zone: zone,
  time: mode,
}: TimeFields): TimeQuestion {
  return {
    ...(at != null && { referenceTime: at }),
    ...(zone != null && { timeZone: zone }),
    ...(mode != null && { time: mode }),
  };
}

const dateTime = z.string().meta({ format: 'date-time' });

/** What an answer says of the times of its question. */
export const understoodTime = z
  .object({
    words: z.array(z.string()).meta({ description: 'The words that name times.' }),
    from: dateTime.optional().meta({ description: 'The beginning of the period; absent: open.' }),
    to: dateTime.optional().meta({ description: 'The last millisecond of the period; absent: open.' }),
    order: z
      .enum(['newest', 'oldest'])
      .optional()
      .meta({ description: 'What "latest" or "first" asks for among the best results.' }),
    time_zone: z.string(),
  })
  .meta({ id: 'UnderstoodTime', description: 'The times of the question as they were understood.' });

/** The times of a question in the form of the answers. */
export function toUnderstoodTime({
  words,
  from,
  to,
  order,
  zone,
}: UnderstoodTime): z.output<typeof understoodTime> {
  return {
    words: [...words],
    ...(from !== null && { from: new Date(from).toISOString() }),
    ...(to !== null && { to: new Date(to).toISOString() }),
    ...(order !== null && { order }),
    time_zone: zone,
  };
}
