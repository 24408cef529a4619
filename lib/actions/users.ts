'use server'

import { redirect } from 'next/navigation'
import { endCurrentSession } from '@/lib/auth/session'
import * as departure from '@/lib/commands/departure'
import * as users from '@/lib/commands/users'
import { actSafely, signInWithPassword, signUpWithPassword } from '@/lib/http/account'
import { act } from '@/lib/http/action'
import type { Answer } from '@/lib/http/answer'

/** Creates an account and signs in. */
export async function signUp(input: unknown) {
  return signUpWithPassword(input)
}

export async function signIn(input: unknown) {
  return signInWithPassword(input)
}

export async function signOut(): Promise<void> {
  await endCurrentSession()
  redirect('/')
}

export async function updateProfile(input: unknown) {
  return act(users.updateProfile, input)
}

/** Deletes the current user's account and the session cookie. */
export async function deleteAccount(input: unknown): Promise<Answer<object>> {
  const answer = await actSafely(departure.deleteAccount, input)
  if (!answer.ok) return answer
  await endCurrentSession()
  // Sequence numbers would reveal who takes over the groups and calendars.
  return { ok: true }
}
