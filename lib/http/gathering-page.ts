import { cookies } from 'next/headers'
import { cache } from 'react'
import { db, type Tx } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { limitsOfClient, recordAttempt, undoAttempts } from '@/lib/access/attempts'
import { type Grant, grant } from '@/lib/access/grant'
import { guestToken, parseGuestToken } from '@/lib/access/guest-tokens'
import { loadParticipantLink, type ParticipantLink } from '@/lib/access/participant-links'
import { cookieOptions, requestClient } from '@/lib/auth/session'
import { AppError } from '@/lib/errors'
import { participantComments } from '@/lib/queries/comments'
import { gatheringPage } from '@/lib/queries/gathering-page'
import { participantTasks } from '@/lib/queries/guest-tasks'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import { slug as address } from '@/lib/schemas/gatherings'
import type { GuestCommentPage, GuestTask } from '@/lib/schemas/guest-page'
import { uuid } from '@/lib/schemas/text'
import { requestActor } from './actor'

/** Returns the page of a gathering for the user or visitor of this request; undefined if they do not see it. */
export const readGatheringPage = cache(async (slug: string): Promise<GatheringPageData | undefined> => {
  const parsed = address.safeParse(slug)
  if (!parsed.success) return undefined
  return orUndefined(loadGatheringPage(await requestActor(), parsed.data))
})

/** Limit of the pages that a visitor or user asks for and that they do not see. */
export const GUESSES = { max: 100, minutes: 10 }

/** Loads the page of a gathering by its slug. @throws AppError as {@link grantGatheringPage} */
export async function loadGatheringPage(actor: Actor, slug: string): Promise<GatheringPageData> {
  return grantGatheringPage(actor, slug, gatheringPage)
}

/**
 * Reads a gathering by its slug. A visitor or user who guesses slugs soon finds none any more.
 * @throws AppError if the actor does not see it, or has guessed too often
 */
export async function grantGatheringPage<T>(
  actor: Actor,
  slug: string,
  read: (tx: Tx, granted: Grant<'read', 'gathering-page'>) => Promise<T>,
): Promise<T> {
  const limits =
    actor.kind === 'user'
      ? [{ ...GUESSES, by: `gathering-guesses:${actor.id}` }]
      : limitsOfClient('gathering-guesses', await requestClient(), GUESSES)
  // Counted before the page is known, so that concurrent requests do not exceed the limit.
  await recordAttempt(limits)
  const found = await db.transaction(async (tx) =>
    read(tx, await grant(tx, actor, 'read', 'gathering-page', slug)),
  )
  await undoAttempts(limits)
  return found
}

/** Returns the personal link of a token. Reading it changes nothing: mail scanners open links. */
export const readParticipantLink = cache(async (token: string): Promise<ParticipantLink | undefined> => {
  const id = parseGuestToken(token, 'gathering')
  return id === undefined ? undefined : loadParticipantLink(db, id)
})

/** Returns the page of a gathering for the holder of a personal link. */
export const readParticipantPage = cache(async (token: string): Promise<GatheringPageData | undefined> => {
  const link = await readParticipantLink(token)
  if (link?.state !== 'personal') return undefined
  const { participant } = link
  return orUndefined(
    db.transaction(async (tx) =>
      gatheringPage(tx, await grant(tx, participant, 'read', 'gathering', participant.gathering)),
    ),
  )
})

/** Returns the comments on a gathering for the holder of a personal link. @param earlier id before which a page ends */
export function readParticipantComments(
  token: string,
  earlier: string | undefined,
): Promise<GuestCommentPage | undefined> {
  return readForParticipant(token, (tx, granted) =>
    participantComments(tx, granted, uuid.safeParse(earlier).data),
  )
}

/** Returns the tasks of a gathering for the holder of a personal link. */
export function readParticipantTasks(token: string): Promise<GuestTask[] | undefined> {
  return readForParticipant(token, participantTasks)
}

async function readForParticipant<T>(
  token: string,
  read: (tx: Tx, granted: Grant<'read', 'gathering-page'>) => Promise<T>,
): Promise<T | undefined> {
  const link = await readParticipantLink(token)
  if (link?.state !== 'personal') return undefined
  return orUndefined(
    db.transaction(async (tx) =>
      read(tx, await grant(tx, link.participant, 'read', 'gathering-page', link.slug)),
    ),
  )
}

async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error) => {
    if (error instanceof AppError) return undefined
    throw error
  })
}

/** Cookie with the token of the visitor who voted on an open page. Its path is that of the page. */
const COOKIE = 'gathering'
const COOKIE_DAYS = 365

/** Remembers in this browser who voted on an open page, and returns the path of the personal page. */
export async function keepParticipant(slug: string, participant: string): Promise<string> {
  const token = guestToken(participant, 'gathering')
  const options = { ...(await cookieOptions()), path: `/g/${slug}`, maxAge: COOKIE_DAYS * 24 * 60 * 60 }
  ;(await cookies()).set(COOKIE, token, options)
  return `/g/${slug}/${token}`
}

/** Returns the path of the personal page of the visitor who voted in this browser; undefined without one. */
export async function keptParticipantPath(slug: string): Promise<string | undefined> {
  const token = (await cookies()).get(COOKIE)?.value
  const link = token ? await readParticipantLink(token) : undefined
  return link?.state === 'personal' && link.slug === slug ? `/g/${slug}/${token}` : undefined
}
