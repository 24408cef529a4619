import { cache } from 'react'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { type SignUpState, signUpState } from '@/lib/queries/sign-up-state'
import type { InvitationContext } from '@/lib/schemas/invitation-preview'
import { arrivalPath, invitationIn } from './return-path'

/** Returns the state of sign-up for a visitor with or without an invitation. */
export async function signUpStateFor(invited: InvitationContext | undefined): Promise<SignUpState> {
  return db.transaction(async (tx) =>
    signUpState(await grant(tx, NOBODY, 'read', 'instance', null), invited !== undefined),
  )
}

/** Returns the pending invitation that a path leads to. */
export const pendingInvitationAt = cache(async (path: string): Promise<InvitationContext | undefined> => {
  const token = invitationIn(path)
  if (!token) return undefined
  try {
    const { row } = await db.transaction((tx) => grant(tx, NOBODY, 'read', 'invitation', { token }))
    if (row.state !== 'open') return undefined
    return { token, group: row.groupName, inviter: row.invitedBy, to: arrivalPath(token) }
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
})
