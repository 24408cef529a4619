import { eq, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { deliveries } from '@/db/schema/deliveries'
import { users } from '@/db/schema/users'
import { loadReach } from '@/lib/access/reach'
import { type MailTopic, subscriptionToken } from '@/lib/access/subscription-tokens'
import { dayNumber } from '@/lib/calendar/day'
import { FLAG, toItems } from '@/lib/calendar/tuple'
import {
  type NotificationMailData,
  USER_MAILS,
  type UserMail,
} from '@/lib/commands/effects/notification-mails'
import { markMailed } from '@/lib/commands/rows/notifications'
import { renderAgendaMail } from '@/lib/mail/agenda-mail'
import { type MailReader, mailTexts } from '@/lib/mail/mail-texts'
import { renderNotificationMail } from '@/lib/mail/notification-mail'
import type { RenderedMail } from '@/lib/mail/templates'
import { renderTestMail } from '@/lib/mail/test-mail'
import { notificationItems } from '@/lib/queries/notifications/items'
import { notificationColumns, type StoredNotification } from '@/lib/queries/notifications/stored-notification'
import { range } from '@/lib/queries/range'

type Row = Pick<typeof deliveries.$inferSelect, 'userId' | 'address' | 'template' | 'data'>

/** Checks whether a mail goes to a user and its content is read when it is sent. */
export function isUserMail({ template }: Pick<Row, 'template'>): boolean {
  return USER_MAILS.some((name) => name === template)
}

/** A mail to a user, and what is written once it is sent. */
interface PreparedUserMail {
  mail: RenderedMail
  onSent?(tx: Tx): Promise<void>
}

/** The days of an agenda: dates, `to` exclusive. */
export interface AgendaMailData {
  from: string
  to: string
}

/**
 * Renders a mail to a user from what the user may see now. Undefined if there is nothing to mail any more, or if the
 * address is not the user's verified address any more.
 */
export async function prepareUserMail({
  userId,
  address,
  template,
  data,
}: Row): Promise<PreparedUserMail | undefined> {
  const reader = userId ? await readerOf(userId, address) : undefined
  if (!reader) return undefined
  switch (template as UserMail) {
    case 'notification': {
      const { kind, notifications } = data as unknown as NotificationMailData
      return notificationMail(reader, notifications, kind)
    }
    case 'digest':
      return notificationMail(reader, (data as { notifications: string[] }).notifications, 'digest')
    case 'agenda':
      return agendaMail(reader, data as unknown as AgendaMailData)
    case 'test':
      return { mail: renderTestMail(await mailTexts(reader, Date.now())) }
  }
}

async function readerOf(userId: string, address: string): Promise<MailReader | undefined> {
  const [user] = await db.select().from(users).where(eq(users.id, userId))
  if (!user || user.deletedAt || user.suspendedAt || !user.emailVerified || user.email !== address)
    return undefined
  const { id, name, email, locale, timeZone, weekStart, hourCycle } = user
  return { id, name, email, locale, timeZone, weekStart, hourCycle }
}

async function notificationMail(
  reader: MailReader,
  ids: readonly string[],
  topic: MailTopic,
): Promise<PreparedUserMail | undefined> {
  const reach = await loadReach(db, { kind: 'user', id: reader.id })
  const rows = await db.execute<Columns<StoredNotification>>(sql`
    select ${notificationColumns} from notifications n
    where n.user_id = ${reader.id} and n.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    order by n.created_at`)
  const items = await notificationItems(db, reach, reader.timeZone, rows)
  if (!items.length) return undefined
  const subscription = subscriptionToken(reader.id, topic)
  const texts = await mailTexts(reader, Date.now())
  return {
    mail: renderNotificationMail(items, texts, { isDigest: topic === 'digest', subscription }),
    onSent: (tx) => markMailed(tx, ids),
  }
}

/** Renders the user's agenda: what they see in their calendars that are not hidden, except what they have declined. */
async function agendaMail(
  reader: MailReader,
  { from, to }: AgendaMailData,
): Promise<PreparedUserMail | undefined> {
  const reach = await loadReach(db, { kind: 'user', id: reader.id })
  const rangeData = await range(db, reach, { from, to, zone: reader.timeZone })
  const items = toItems(rangeData.tuples, reader.timeZone, rangeData.locations).filter(
    ({ id, flags, calendar, otherCalendars = [] }) =>
      id !== 0 &&
      !(flags & (FLAG.cancelled | FLAG.declined)) &&
      [calendar, ...otherCalendars].some((index) => !rangeData.calendars[index]?.[6]),
  )
  const texts = await mailTexts(reader, Date.now())
  const days = { from: dayNumber(from), to: dayNumber(to) }
  const mail = renderAgendaMail(items, days, texts, subscriptionToken(reader.id, 'agenda'))
  return mail && { mail }
}
