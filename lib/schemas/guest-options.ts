import { z } from 'zod'
import { MAX_CAPACITY } from '@/lib/calendar/event-fields'
import { day } from './span'

/** The choices of the organizer about the guests of an event. */
export const guestOptions = {
  guestListHidden: z.boolean(),
  guestsMayComment: z.boolean(),
  capacity: z.number().int().min(1).max(MAX_CAPACITY).nullable(),
  answerBy: day.nullable(),
}

/** As {@link guestOptions}, with their defaults if not given. */
export const optionalGuestOptions = {
  guestListHidden: guestOptions.guestListHidden.default(false),
  guestsMayComment: guestOptions.guestsMayComment.default(false),
  capacity: guestOptions.capacity.default(null),
  answerBy: guestOptions.answerBy.default(null),
}
