import type { Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { type EventMailTexts, eventMailTexts } from './event-texts'

/** Returns a guest's suggestion of another time as a comment, in the organizer's language and the event's zone. */
export async function suggestionText(span: Span, zone: Zone | null, locale: string): Promise<string> {
  const { t, whenIn }: EventMailTexts = await eventMailTexts(locale)
  return t('guest.suggests', { when: whenIn(span, zone ?? 'UTC') })
}
