'use server'

import { redirect } from 'next/navigation'
import { endCurrentSession } from '@/lib/auth/session'
import * as departure from '@/lib/commands/departure'
import * as users from '@/lib/commands/users'
import { actSafely, signInWithPassword, signUpWithPassword } from '@/lib/http/account'
import { act } from '@/lib/http/action'
import type { Answer } from '@/lib/http/answer'

/** Makes an account and signs it in. */
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

/** Ends one's account; the browser forgets its session with it. */
export async function deleteAccount(input: unknown): Promise<Answer<object>> {
  const answer = await actSafely(departure.deleteAccount, input)
  if (!answer.ok) return answer
  await endCurrentSession()
  // Where the streams stand then would tell who goes on with what.
  return { ok: true }
}
