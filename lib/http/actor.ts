import { redirect } from 'next/navigation'
import { type Actor, NOBODY } from '@/lib/access/actor'
import type { SessionUser } from '@/lib/access/sessions'
import { requestSession } from '@/lib/auth/session'
import { writtenAs } from '@/lib/schemas/languages'
import type { Viewer } from '@/lib/schemas/users'

/** The signed-in user of this request; null when nobody is. */
export async function currentUser(): Promise<SessionUser | null> {
  return (await requestSession())?.user ?? null
}

/** On whose behalf this request acts. */
export async function requestActor(): Promise<Actor> {
  const user = await currentUser()
  return user ? { kind: 'user', id: user.id } : NOBODY
}

/** For pages: the signed-in user, or off to sign in and back. */
export async function pageUser(returnTo: string): Promise<SessionUser> {
  const user = await currentUser()
  if (!user) redirect(`/sign-in?to=${encodeURIComponent(returnTo)}`)
  return user
}

/** What components may know of the signed-in user. */
export function viewerOf(user: SessionUser): Viewer {
  const { id, name, email, image, timeZone, locale, weekStart, hourCycle, theme } = user
  return { id, name, email, image, timeZone, locale: writtenAs(locale), weekStart, hourCycle, theme }
}
