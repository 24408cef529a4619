import { cache } from 'react'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { mailIsStuck } from '@/lib/queries/security'
import { link } from '@/lib/schemas/account-links'
import { requestActor } from './actor'

export interface ShownLink {
  token: string
  /** The address it was sent to, and the account's own. */
  email: string
  accountEmail: string
  state: 'open' | 'used' | 'expired'
  /** Whether the account is that of whoever is signed in. */
  own: boolean
}

/** What the page of a link shows. Opening it uses nothing up: mail scanners open every link they see. */
export const shownLink = cache(
  async (purpose: 'sign-in' | 'reset' | 'verify', raw: string): Promise<ShownLink | null> => {
    const input = link.safeParse({ token: raw })
    if (!input.success) return null
    const actor = await requestActor()
    try {
      const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'account-link', input.data.token))
      if (row.purpose !== purpose) return null
      const moved = purpose !== 'verify' && row.email !== row.user.email
      return {
        token: input.data.token,
        email: row.email,
        accountEmail: row.user.email,
        state: moved ? 'expired' : row.state,
        own: actor.kind === 'user' && actor.id === row.user.id,
      }
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  },
)

/** Whether mail leaves this installation: not at all, not now, or as it should. */
export async function mailState(): Promise<'off' | 'stuck' | 'on'> {
  if (!isMailEnabled()) return 'off'
  return (await mailIsStuck(db)) ? 'stuck' : 'on'
}
