import { after } from 'next/server'
import type { z } from 'zod'
import { limitsOfClient, recordAttempt } from '@/lib/access/attempts'
import type { GrantRequest } from '@/lib/access/grant'
import { joinByInvitation } from '@/lib/auth/arrival'
import { checkPassword } from '@/lib/auth/password'
import { isTakenError, limitAccountProbes } from '@/lib/auth/probes'
import { beginSession, requestClient, requestDevice, requestSession } from '@/lib/auth/session'
import { notifyAddressTried, sendLink } from '@/lib/commands/account-links'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import * as security from '@/lib/commands/security'
import * as users from '@/lib/commands/users'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import * as links from '@/lib/schemas/account-links'
import { invitationToken } from '@/lib/schemas/invitations'
import { parseInput } from '@/lib/schemas/parse-input'
import * as schemas from '@/lib/schemas/users'
import { act, type InputOf } from './action'
import { type ActionResult, toRefusal, type VisibleResult } from './action-result'
import { requestActor } from './actor'

/** Signs in by e-mail and password, and joins the group of the invitation in the return path, if any. */
export function signInWithPassword(raw: unknown): Promise<ActionResult<object>> {
  return withActionResult(async () => {
    const input = parseInput(schemas.signIn, raw)
    const from = { client: await requestClient(), device: await requestDevice() }
    const { userId, passwordHash } = await checkPassword(input, from)
    await beginSession(userId, passwordHash)
    await joinByInvitation(input.invitation, userId)
  })
}

/** Creates an account and signs in. The limit per IP address is wide enough for a club that signs up in one place. */
export function signUpWithPassword(raw: unknown): Promise<ActionResult<object>> {
  return withActionResult(async () => {
    parseInput(schemas.signUp, raw)
    await recordAttempt(limitsOfClient('sign-up', await requestClient(), { max: 200, minutes: 60 }))
    const actor = await requestActor()
    const { result } = await limitAccountProbes(await requestClient(), () =>
      execute(actor, users.signUp, raw, { origin: 'web' }),
    ).catch((error) => {
      if (isTakenError(error)) after(() => notifyTriedAddress(raw))
      throw error
    })
    await beginSession(result.id)
  })
}

/** Notifies the user of an e-mail address of an attempt to sign up with it. */
async function notifyTriedAddress(raw: unknown): Promise<void> {
  const { email } = parseInput(schemas.signUp, raw)
  const job = { kind: 'job', name: 'address-tried' } as const
  await execute(job, notifyAddressTried, { email }, { origin: 'web' }).catch((error) => {
    if (!(error instanceof AppError)) toRefusal(error)
  })
}

/**
 * Mails a sign-in or password reset link if the address has an account. The account is looked up after the response, so
 * neither the content of the response nor its timing reveals whether the account exists.
 */
export function askForLink(raw: unknown): Promise<ActionResult<object>> {
  return withActionResult(async () => {
    const input = parseInput(links.sendLink, raw)
    if (!isMailEnabled()) throw new AppError('UNAVAILABLE')
    const client = await requestClient()
    await recordAttempt([
      ...limitsOfClient(`link:${input.email}`, client, { max: 5, minutes: 30 }, { shared: false }),
      ...limitsOfClient('links-from', client, { max: 60, minutes: 60 }),
      { by: `links-to:${input.email}`, max: 20, minutes: 60 },
    ])
    const job = { kind: 'job', name: 'account-link' } as const
    after(() =>
      execute(job, sendLink, input, { origin: 'web' }).catch((error) => {
        if (!(error instanceof AppError)) toRefusal(error)
      }),
    )
  })
}

/**
 * Runs a command that returns a user id, and starts a session for that user. `invitation`: token of a group invitation
 * that the user accepts with it.
 */
export function signInByCommand<I extends z.ZodType, W extends Record<string, GrantRequest | undefined>>(
  command: Command<I, typeof links.signedInOutput, W>,
  raw: unknown,
  invitation?: unknown,
): Promise<ActionResult<object>> {
  return withActionResult(async () => {
    const { result } = await execute(await requestActor(), command, raw, { origin: 'web' })
    await beginSession(result.userId)
    await joinByInvitation(invitationToken.safeParse(invitation).data, result.userId)
  })
}

/** Runs a command of the signed-in user with an hourly limit, for commands that check a password or send a mail. */
export async function actWithLimit<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(command: Command<I, O, W>, raw: z.input<I>, max = 20): Promise<ActionResult<VisibleResult<z.output<O>>>> {
  const found = await requestSession()
  if (!found) return { ok: false, error: { code: 'SIGNED_OUT' } }
  const limited = await withActionResult(() =>
    recordAttempt([{ by: `${command.name}:${found.user.id}`, max, minutes: 60 }]),
  )
  return limited.ok ? act(command, raw) : limited
}

/**
 * Changes the e-mail address of the signed-in user. Limited per client, since the result reveals whether an address has
 * an account.
 */
export async function changeAddress(
  raw: WithoutSession<typeof security.changeEmail>,
): Promise<ActionResult<VisibleResult<z.output<typeof security.changeEmail.output>>>> {
  const input = await withSession(raw)
  try {
    return await limitAccountProbes(await requestClient(), () => actWithLimit(security.changeEmail, input))
  } catch (error) {
    return { ok: false, error: toRefusal(error) }
  }
}

/** Input of a command without the id of the current session, which the server sets, not the form. */
export type WithoutSession<C extends { input: z.ZodType }> = Omit<InputOf<C>, 'session'>

/** Runs a command about the current session of the user. */
export async function actInSession<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(command: Command<I, O, W>, raw: object, key?: string): Promise<ActionResult<VisibleResult<z.output<O>>>> {
  const input = await withSession(raw)
  return input.session ? act(command, input, key) : { ok: false, error: { code: 'SIGNED_OUT' } }
}

/** Adds the id of the current session to the input; empty if signed out. */
export async function withSession<T extends object>(raw: T): Promise<T & { session: string }> {
  return { ...raw, session: (await requestSession())?.session.id ?? '' }
}

async function withActionResult(work: () => Promise<void>): Promise<ActionResult<object>> {
  try {
    await work()
    return { ok: true }
  } catch (error) {
    return { ok: false, error: toRefusal(error) }
  }
}
