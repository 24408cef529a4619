import { cache } from 'react'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { type GuestLink, loadGuestLink } from '@/lib/access/guest-links'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { AppError } from '@/lib/errors'
import { guestPage } from '@/lib/queries/guest-page'
import type { GuestPage } from '@/lib/schemas/guest-page'
import { recurrenceId } from '@/lib/schemas/span'
import { uuid } from '@/lib/schemas/text'

/** Returns the guest link of a page's token. Reading the link changes nothing: mail scanners open links. */
export const readGuestLink = cache(async (token: string): Promise<GuestLink | undefined> => {
  const id = parseGuestToken(token, 'page')
  return id === undefined ? undefined : loadGuestLink(db, id)
})

/** Returns the event of a personal or public link; undefined if the guest is not invited to the event or occurrence. */
export const readGuestPage = cache(
  async (token: string, occurrence: string | undefined, earlier?: string): Promise<GuestPage | undefined> => {
    const link = await readGuestLink(token)
    if (link?.state !== 'personal' && link?.state !== 'public') return undefined
    const id = recurrenceId.optional().safeParse(occurrence)
    if (!id.success) return undefined
    return db
      .transaction(async (tx) => {
        const granted = await grant(tx, link.guest, 'read', 'event', link.eventId)
        return guestPage(tx, granted, {
          ...{ occurrence: id.data, now: Date.now() },
          earlier: uuid.safeParse(earlier).data,
        })
      })
      .catch((error) => {
        if (error instanceof AppError) return undefined
        throw error
      })
  },
)
