import { cookies } from 'next/headers'
import { NOBODY } from '@/lib/access/actor'
import { type Limit, limitsOfClient, recordAttempt } from '@/lib/access/attempts'
import { requestClient } from '@/lib/auth/session'
import { addDays, isDay } from '@/lib/calendar/day'
import { VOTES, type Vote } from '@/lib/calendar/gatherings/choices'
import { packVotes } from '@/lib/calendar/gatherings/kept-votes'
import { addComment, deleteComment, editComment } from '@/lib/commands/comments'
import { setParticipantLanguage } from '@/lib/commands/gathering-participants'
import { addSlots } from '@/lib/commands/gathering-slots'
import { joinGathering, voteGathering } from '@/lib/commands/gathering-votes'
import { execute } from '@/lib/commands/pipeline/execute'
import {
  guestBallotForm,
  guestGatheringJoinForm,
  guestSlotsForm,
  slug as slugSchema,
} from '@/lib/schemas/gatherings'
import { guestCommentForm, guestOptionsForm } from '@/lib/schemas/guests'
import { LANGUAGE_COOKIE, languageOf } from '@/lib/schemas/languages'
import { parseInput } from '@/lib/schemas/parse-input'
import { idempotencyKey, uuid } from '@/lib/schemas/text'
import { toRefusal } from './action-result'
import { keepParticipant, readParticipantLink, readParticipantPage } from './gathering-page'
import { storeRefusedForm } from './guest-form-state'
import { guestLocale } from './guest-format'
import { submitTaskForm } from './guest-task-form'

const YEAR_SECONDS = 365 * 24 * 60 * 60

interface Form {
  votes: Record<string, Vote>
  /** The other fields, without empty ones. */
  fields: Record<string, string>
}

/** Handles the form with which a visitor of an open page votes: redirects to the page of the new personal link. */
export function gatheringJoinForm(request: Request, slug: string): Promise<Response> {
  const path = `/g/${encodeURIComponent(slug)}`
  return handleForm(request, path, async ({ votes, fields }) => {
    const { name, email, comment } = parseInput(
      guestGatheringJoinForm,
      pick(fields, 'name', 'email', 'comment'),
    )
    const address = parseInput(slugSchema, slug)
    const client = await requestClient()
    await recordAttempt([
      ...limitsOfClient(`gathering-join:${address}`, client, { max: 10, minutes: 60 }),
      // Also of slugs that are guessed.
      ...limitsOfClient('gathering-joins', client, { max: 60, minutes: 60 }),
    ])
    const locale = languageOf(await guestLocale(null))
    const input = { gathering: address, name, ...(email && { email }), locale, comment, votes }
    const { result } = await execute(NOBODY, joinGathering, input, viaOf(fields))
    return `${await keepParticipant(address, result.participant)}?done=joined`
  })
}

/** Handles the ballot of the holder of a personal link. */
export async function gatheringBallotForm(request: Request, slug: string, token: string): Promise<Response> {
  const path = `/g/${encodeURIComponent(slug)}/${encodeURIComponent(token)}`
  const link = await readParticipantLink(token)
  // The page says that the link is no longer valid.
  if (link?.state !== 'personal') return seeOther(path)
  const { participant } = link
  return handleForm(request, path, async ({ votes, fields }) => {
    const { comment } = parseInput(guestBallotForm, pick(fields, 'comment'))
    await recordAttempt(await limitsOf(participant.id))
    const input = { gathering: participant.gathering, votes, comment }
    const { result } = await execute(participant, voteGathering, input, viaOf(fields))
    return `${path}?done=${result.removed.length ? 'partly' : 'saved'}`
  })
}

/** Handles the forms that write, edit and delete a comment of the holder of a personal link. */
export async function gatheringCommentForm(request: Request, slug: string, token: string): Promise<Response> {
  const path = `/g/${encodeURIComponent(slug)}/${encodeURIComponent(token)}`
  const link = await readParticipantLink(token)
  if (link?.state !== 'personal') return seeOther(path)
  const { participant } = link
  return handleForm(request, path, async ({ fields }) => {
    const form = parseInput(guestCommentForm, fields)
    await recordAttempt(await limitsOf(participant.id))
    if ('remove' in form) await execute(participant, deleteComment, { comment: form.remove }, viaOf(fields))
    else if (form.edit)
      await execute(participant, editComment, { comment: form.edit, text: form.text }, viaOf(fields))
    else {
      const input = { gathering: participant.gathering, text: form.text }
      await execute(participant, addComment, input, viaOf(fields))
    }
    return `${path}?done=commented#comments`
  })
}

/** Handles the forms with which the holder of a personal link takes a part of a sign-up sheet and gives it back. */
export async function gatheringTaskForm(request: Request, slug: string, token: string): Promise<Response> {
  const path = `/g/${encodeURIComponent(slug)}/${encodeURIComponent(token)}`
  const link = await readParticipantLink(token)
  if (link?.state !== 'personal') return seeOther(path)
  const { participant } = link
  const work = async ({ fields }: Form) => {
    await recordAttempt(await limitsOf(participant.id))
    await submitTaskForm(participant, fields)
    return `${path}?done=task#bring`
  }
  return handleForm(request, path, work, '#bring')
}

/** Handles the form with which the holder of a personal link proposes a time: a date without times is all-day. */
export async function gatheringSlotForm(request: Request, slug: string, token: string): Promise<Response> {
  const path = `/g/${encodeURIComponent(slug)}/${encodeURIComponent(token)}`
  const [link, page] = [await readParticipantLink(token), await readParticipantPage(token)]
  if (link?.state !== 'personal' || !page) return seeOther(path)
  const { participant } = link
  return handleForm(request, path, async ({ fields }) => {
    await recordAttempt(await limitsOf(participant.id))
    const { slots } = parseInput(guestSlotsForm, { slots: [typedSlot(fields, page.gathering.timeZone)] })
    await execute(participant, addSlots, { gathering: participant.gathering, slots }, viaOf(fields))
    return `${path}?done=proposed`
  })
}

/** Returns the slot in the fields of a form, which may be invalid. An end before the start is on the next day. */
function typedSlot({ date = '', start, end }: Record<string, string>, zone: string) {
  if (!isDay(date)) return { type: 'all-day', start: date, end: date }
  if (!start && !end) return { type: 'all-day', start: date, end: addDays(date, 1) }
  const [from, to] = [
    `${date}T${start}:00`,
    `${end && start && end <= start ? addDays(date, 1) : date}T${end}:00`,
  ]
  return { type: 'timed', start: from, startZone: zone, end: to, endZone: zone }
}

/**
 * Handles the choice of a language on the page of a gathering. For the holder of a personal link, later mails have it, too.
 */
export async function gatheringOptionsForm(
  request: Request,
  path: string,
  token?: string,
): Promise<Response> {
  const link = token ? await readParticipantLink(token) : undefined
  return handleForm(request, path, async ({ fields }) => {
    const { locale } = parseInput(guestOptionsForm, pick(fields, 'locale'))
    const options = { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax' as const }
    if (!locale) return path
    ;(await cookies()).set(LANGUAGE_COOKIE, locale, options)
    if (link?.state === 'personal') {
      const { participant } = link
      await recordAttempt(await limitsOf(participant.id))
      const input = { gathering: participant.gathering, locale }
      await execute(participant, setParticipantLanguage, input, viaOf(fields))
    }
    return path
  })
}

/**
 * Handles a form that browsers send without scripts, and redirects (303), so that reloading the page does not submit it
 * again. A refused form is shown again with what was typed.
 * @param anchor the part of the page that shows a refused form, after `#`
 */
async function handleForm(
  request: Request,
  path: string,
  work: (form: Form) => Promise<string>,
  anchor = '',
): Promise<Response> {
  const form = await readForm(request)
  try {
    return seeOther(await work(form))
  } catch (error) {
    const values = { ...packVotes(form.votes), ...form.fields }
    const key = await storeRefusedForm(path, { values, error: toRefusal(error, 'gathering form') })
    return seeOther(`${path}?refused=${key}${anchor}`)
  }
}

async function readForm(request: Request): Promise<Form> {
  const form: Form = { votes: {}, fields: {} }
  const data = await request.formData().catch(() => new FormData())
  for (const [name, value] of data) {
    if (typeof value !== 'string' || value === '') continue
    const slot = name.startsWith('vote-') ? uuid.safeParse(name.slice('vote-'.length)) : undefined
    const vote = VOTES.find((known) => known === value)
    if (slot?.success && vote) form.votes[slot.data] = vote
    else if (!slot) form.fields[name] = value
  }
  return form
}

function pick(fields: Record<string, string>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]!]] : [])))
}

function viaOf({ key }: Record<string, string>) {
  return { origin: 'web' as const, key: idempotencyKey.safeParse(key).data }
}

async function limitsOf(participant: string): Promise<Limit[]> {
  return [
    { by: `gathering-ballot:${participant}`, max: 60, minutes: 60 },
    ...limitsOfClient('guest-forms', await requestClient(), { max: 300, minutes: 60 }),
  ]
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}
