import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { loadEventDetail, type TestUser } from '@/test/database/fixtures'

export const ACCEPTED = { status: 'accepted', outdatedFor: null }

/** Loads the viewer's own answer, as the event dialog shows it. */
export const loadAnswer = async (user: TestUser, id: string, occurrence?: RecurrenceId) =>
  (await loadEventDetail(user, id, occurrence)).answer
