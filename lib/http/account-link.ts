import { cache } from 'react'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { isMailDelayed } from '@/lib/queries/mail-delayed'
import { link } from '@/lib/schemas/account-links'
import { requestActor } from './actor'

export interface AccountLink {
  token: string
  /** Address that the link was mailed to. */
  email: string
  /** Current address of the account. */
  accountEmail: string
  state: 'open' | 'used' | 'expired'
  /** Set if the account is the signed-in user's. */
  isOwn: boolean
}

/**
 * Returns what the page of a link shows. Opening the page does not redeem the link, because mail scanners open every
 * link.
 */
export const readAccountLink = cache(
  async (purpose: 'sign-in' | 'reset' | 'verify', raw: string): Promise<AccountLink | null> => {
    const input = link.safeParse({ token: raw })
    if (!input.success) return null
    const actor = await requestActor()
    try {
      const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'account-link', input.data.token))
      if (row.purpose !== purpose) return null
      const hasNewAddress = purpose !== 'verify' && row.email !== row.user.email
      return {
        token: input.data.token,
        email: row.email,
        accountEmail: row.user.email,
        state: hasNewAddress ? 'expired' : row.state,
        isOwn: actor.kind === 'user' && actor.id === row.user.id,
      }
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  },
)

/** Returns whether mail is disabled, delayed by a mail server that does not accept it, or working. */
export async function mailState(): Promise<'off' | 'delayed' | 'on'> {
  if (!isMailEnabled()) return 'off'
  return (await isMailDelayed(db)) ? 'delayed' : 'on'
}
