import { getTranslations } from 'next-intl/server'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { writeGuestFile } from '@/lib/calendar/server/guest-file'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { readGuestLink } from './guest'
import { downloadHeaders, fileName } from './stream'

/**
 * Returns the event of a guest's link as an iCalendar file.
 * @throws AppError NOT_FOUND, or GONE if the link was revoked
 */
export async function serveGuestFile(token: string): Promise<Response> {
  const link = await readGuestLink(token)
  if (link?.state === 'gone') throw new AppError('GONE')
  if (link?.state !== 'personal') throw new AppError('NOT_FOUND')
  const { row } = await db.transaction((tx) => grant(tx, link.guest, 'read', 'event', link.eventId))
  const source = { uid: row.uid, sequence: row.sequence, created: row.createdAt, modified: row.updatedAt }
  const text = writeGuestFile(source, snapshotOf(row), row.answers, link.guest.person)
  if (text === null) throw new AppError('NOT_FOUND')
  const t = await getTranslations('guest')
  return new Response(text, {
    headers: downloadHeaders(`${fileName(t('fileName'))}.ics`, 'text/calendar; charset=utf-8'),
  })
}
