import { redirect } from 'next/navigation'
import { db } from '@/db/client'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { loadReach, type Reach } from '@/lib/access/reach'
import type { SessionUser } from '@/lib/access/sessions'
import { requestSession } from '@/lib/auth/session'
import { AppError } from '@/lib/errors'
import { toFormattingLocale } from '@/lib/schemas/languages'
import type { Viewer } from '@/lib/schemas/users'

/** Returns the signed-in user of this request; null if signed out. */
export async function currentUser(): Promise<SessionUser | null> {
  return (await requestSession())?.user ?? null
}

/** Returns the actor of this request. */
export async function requestActor(): Promise<Actor> {
  const user = await currentUser()
  return user ? { kind: 'user', id: user.id } : NOBODY
}

/**
 * Returns the signed-in user and the calendars that the user sees, read in one query.
 * @throws AppError SIGNED_OUT
 */
export async function requestReach(): Promise<{ user: SessionUser; reach: Reach }> {
  const found = await requestSession()
  if (!found) throw new AppError('SIGNED_OUT')
  const { user } = found
  return { user, reach: found.reach ?? (await loadReach(db, { kind: 'user', id: user.id })) }
}

/** Returns the signed-in user of a page, or redirects to sign-in and back. */
export async function pageUser(returnTo: string): Promise<SessionUser> {
  const user = await currentUser()
  if (!user) redirect(`/sign-in?to=${encodeURIComponent(returnTo)}`)
  return user
}

const viewers = new WeakMap<SessionUser, Viewer>()

/**
 * Returns the fields of the signed-in user that components may know: the same object for all parts of a page, because
 * React then sends it once.
 */
export function viewerOf(user: SessionUser): Viewer {
  const known = viewers.get(user)
  if (known) return known
  const { id, name, email, image, timeZone, locale, weekStart, hourCycle, theme } = user
  const viewer = {
    ...{ id, name, email, image, timeZone, locale: toFormattingLocale(locale), weekStart, hourCycle, theme },
  }
  viewers.set(user, viewer)
  return viewer
}
