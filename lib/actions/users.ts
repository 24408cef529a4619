'use server'

import { cookies } from 'next/headers'
import { AuthError } from 'next-auth'
import { signOut as endSession, SESSION_COOKIE, signIn as startSession } from '@/lib/auth'
import * as departure from '@/lib/commands/departure'
import * as users from '@/lib/commands/users'
import { AppError } from '@/lib/errors'
import { act } from '@/lib/http/action'
import { type Answer, refusalOf } from '@/lib/http/answer'
import { parse } from '@/lib/schemas/problems'
import * as schemas from '@/lib/schemas/users'

/** Makes an account and signs it in. */
export async function signUp(input: unknown): Promise<Answer<object>> {
  const answer = await act(users.signUp, input)
  return answer.ok ? signIn(withoutProfile(input)) : answer
}

export async function signIn(input: unknown): Promise<Answer<object>> {
  try {
    await startSession('credentials', { ...parse(schemas.signIn, input), redirect: false })
    return { ok: true }
  } catch (error) {
    const wrong = error instanceof AuthError && error.type === 'CredentialsSignin'
    // What was thrown while a password was looked at, the library wraps in an error of its own.
    const within =
      error instanceof AuthError && error.cause?.err instanceof AppError ? error.cause.err : error
    const refusal = wrong
      ? new AppError('INVALID', { fields: { password: { code: 'wrong_password' } } })
      : within
    return { ok: false, error: refusalOf(refusal) }
  }
}

export async function signOut(): Promise<void> {
  await endSession({ redirectTo: '/' })
}

export async function updateProfile(input: unknown) {
  return act(users.updateProfile, input)
}

/** Ends one's account; the browser forgets its session with it. */
export async function deleteAccount(input: unknown) {
  const answer = await act(departure.deleteAccount, input)
  if (answer.ok) (await cookies()).delete(SESSION_COOKIE)
  return answer
}

function withoutProfile(input: unknown): unknown {
  const { email, password } = input as { email: unknown; password: unknown }
  return { email, password }
}
