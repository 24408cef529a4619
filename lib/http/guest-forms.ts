import { cookies } from 'next/headers'
import { isPublicLink } from '@/lib/access/actor'
import { type Limit, limitsOfClient, recordAttempt } from '@/lib/access/attempts'
import type { Guest, GuestLink } from '@/lib/access/guest-links'
import { guestToken } from '@/lib/access/guest-tokens'
import { requestClient } from '@/lib/auth/session'
import { answerAsGuest } from '@/lib/commands/answers'
import { addComment, deleteComment, editComment } from '@/lib/commands/comments'
import { joinEvent } from '@/lib/commands/guest-links'
import { updateGuestLink } from '@/lib/commands/guests'
import { execute } from '@/lib/commands/pipeline/execute'
import { guestAnswerForm, guestCommentForm, guestJoinForm, guestOptionsForm } from '@/lib/schemas/guests'
import { LANGUAGE_COOKIE } from '@/lib/schemas/languages'
import { parseInput } from '@/lib/schemas/parse-input'
import { idempotencyKey } from '@/lib/schemas/text'
import type { Client } from '@/lib/server/address.mjs'
import { toRefusal } from './action-result'
import { readGuestLink } from './guest'
import { storeRefusedForm } from './guest-form-state'
import { submitTaskForm } from './guest-task-form'

const YEAR_SECONDS = 365 * 24 * 60 * 60

type Fields = Record<string, string>

/** The result that the page confirms. */
type Done = 'answered' | 'saved' | 'mailed' | 'task'

/** Handles the answer form of a guest's page, which also changes the guest's name. */
export function answerForm(request: Request, token: string): Promise<Response> {
  return handleForm(request, token, 'personal', async (guest, fields) => {
    const input = { id: guest.event, ...parseInput(guestAnswerForm, fields) }
    const via = { origin: 'web' as const, key: idempotencyKey.safeParse(fields.key).data }
    await execute(guest, answerAsGuest, input, via)
    return 'answered'
  })
}

/** Handles the forms of a guest's page that write, edit and delete a comment. */
export function commentForm(request: Request, token: string): Promise<Response> {
  return handleForm(request, token, 'personal', async (guest, fields) => {
    const form = parseInput(guestCommentForm, fields)
    const via = { origin: 'web' as const, key: idempotencyKey.safeParse(fields.key).data }
    if ('remove' in form) await execute(guest, deleteComment, { comment: form.remove }, via)
    else if (form.edit) await execute(guest, editComment, { comment: form.edit, text: form.text }, via)
    else await execute(guest, addComment, { event: guest.event, text: form.text }, via)
    return 'saved'
  })
}

/** Handles the forms of a guest's page that take a part of a sign-up sheet and give it back. */
export function taskForm(request: Request, token: string): Promise<Response> {
  const work = async (guest: Guest, fields: Fields) => {
    await submitTaskForm(guest, fields)
    return 'task' as const
  }
  return handleForm(request, token, 'personal', work, '#bring')
}

/** Handles the forms of a guest's page for language and reminder. */
export function optionsForm(request: Request, token: string): Promise<Response> {
  return handleForm(request, token, 'any', async (guest, fields) => {
    const { locale, remind } = parseInput(guestOptionsForm, fields)
    if (locale)
      (await cookies()).set(LANGUAGE_COOKIE, locale, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax' })
    // Many visitors share a public link, so their choices are not stored in it.
    if (isPublicLink(guest.person)) return 'saved'
    const input = { event: guest.event, locale, remindMinutesBefore: remind }
    await execute(guest, updateGuestLink, input, { origin: 'web' })
    return 'saved'
  })
}

/**
 * Handles the form of a public link: redirects the new guest to the page of their own link, unless the link is mailed.
 */
export function joinForm(request: Request, token: string): Promise<Response> {
  return handleForm(request, token, 'public', async (visitor, fields) => {
    const input = { ...parseInput(guestJoinForm, fields), event: visitor.event }
    const { result } = await execute(visitor, joinEvent, input, { origin: 'web' })
    return result.link ? { path: `/g/${guestToken(result.link, 'page')}?done=joined` } : 'mailed'
  })
}

/**
 * Handles a form that browsers send without scripts, and redirects (303), so that reloading the page does not submit it
 * again. A refused form is shown again with the guest's values.
 * @param work runs the command of the form; returns the result that the page confirms, or another path to redirect to
 * @param anchor the part of the page that shows the result, after `#`
 */
async function handleForm(
  request: Request,
  token: string,
  state: 'personal' | 'public' | 'any',
  work: (guest: Guest, fields: Fields) => Promise<Done | { path: string }>,
  anchor = '',
): Promise<Response> {
  const path = `/g/${encodeURIComponent(token)}`
  const link = await readGuestLink(token)
  // The page says that the link is no longer valid.
  if (!link || !('guest' in link) || (state !== 'any' && link.state !== state)) return seeOther(path)
  const fields = await fieldsOf(request)
  const occurrenceQuery = fields.occurrence ? `&occurrence=${encodeURIComponent(fields.occurrence)}` : ''
  try {
    await recordAttempt(limitsOf(link, await requestClient()))
    const outcome = await work(link.guest, fields)
    return seeOther(
      typeof outcome === 'string' ? `${path}?done=${outcome}${occurrenceQuery}${anchor}` : outcome.path,
    )
  } catch (error) {
    const refusal = toRefusal(error, 'guest form')
    const key = await storeRefusedForm(path, { values: fields, error: refusal })
    return seeOther(`${path}?refused=${key}${occurrenceQuery}${anchor}`)
  }
}

/** Limits of forms by link and by client. Many guests use the same public link. */
function limitsOf({ id, state }: GuestLink, client: Client): Limit[] {
  if (state === 'public') {
    return [
      ...limitsOfClient(`guest-joins:${id}`, client, { max: 10, minutes: 60 }),
      { by: `guest-joins:${id}`, max: 300, minutes: 60 },
    ]
  }
  return [
    { by: `guest-form:${id}`, max: 60, minutes: 60 },
    ...limitsOfClient('guest-forms', client, { max: 300, minutes: 60 }),
  ]
}

/** Returns the texts of a form's fields without empty ones, which browsers send for fields that were not filled in. */
async function fieldsOf(request: Request): Promise<Fields> {
  try {
    const entries = [...(await request.formData())].filter((entry): entry is [string, string] => {
      return typeof entry[1] === 'string' && entry[1] !== ''
    })
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}
