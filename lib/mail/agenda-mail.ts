import { agendaDays } from '@/lib/calendar/agenda'
import { fullDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { FLAG, type Item } from '@/lib/calendar/tuple'
import type { MailTexts } from './mail-texts'
import type { MailMessage } from './message'
import { frameOf, unsubscribeAddress } from './notification-mail'
import { addressOf, type RenderedMail, renderMessage } from './templates'
import { MAX_IN_BODY, userText } from './user-text'

/** Maximum number of entries of an agenda. */
const MAX_ENTRIES = 100

/** Renders the agenda of a day or week; undefined if nothing is planned. `from`, `to`: day numbers, `to` exclusive. */
export function renderAgendaMail(
  items: readonly Item[],
  { from, to }: { from: number; to: number },
  texts: MailTexts,
  subscription: string,
): RenderedMail | undefined {
  const days = agendaDays(items, { from, to }, MAX_ENTRIES)
  if (!days.length) return undefined
  const { t, context } = texts
  const { viewer, event } = context
  const isWeek = to - from > 1
  const lead = isWeek
    ? t('user.agendaWeek', { day: fullDay(from, viewer.locale) })
    : t('user.agendaDay', { day: fullDay(from, viewer.locale) })
  const message: MailMessage = {
    ...frameOf(texts, subscription, t('user.end')),
    ...{ subject: lead, lead },
    sections: days.map(({ day, entries }) => ({
      heading: fullDay(day, viewer.locale),
      details: entries.map(({ item, part }) => ({
        label: item.flags & FLAG.allDay || part > 1 ? t('user.allDay') : fullTime(item.start, viewer),
        value: [item.title ? userText(item.title, MAX_IN_BODY) : event('untitled'), item.location]
          .filter(Boolean)
          .join(' · '),
      })),
    })),
    link: { address: addressOf('/calendar'), text: t('user.openCalendar') },
  }
  return { ...renderMessage(message), unsubscribe: unsubscribeAddress(subscription) }
}
