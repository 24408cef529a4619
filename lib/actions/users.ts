'use server'

import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { endCurrentSession } from '@/lib/auth/session'
import * as accountDeletion from '@/lib/commands/account-deletion'
import * as users from '@/lib/commands/users'
import { actWithLimit, signInWithPassword, signUpWithPassword } from '@/lib/http/account'
import { act, type InputOf } from '@/lib/http/action'
import type { ActionResult } from '@/lib/http/action-result'
import type { signIn as schema } from '@/lib/schemas/users'

/** Creates an account and signs in. */
export async function signUp(input: InputOf<typeof users.signUp>) {
  return signUpWithPassword(input)
}

export async function signIn(input: z.input<typeof schema>) {
  return signInWithPassword(input)
}

export async function signOut(): Promise<void> {
  await endCurrentSession()
  redirect('/')
}

export async function updateProfile(input: InputOf<typeof users.updateProfile>) {
  return act(users.updateProfile, input)
}

/** Deletes the current user's account and the session cookie. */
export async function deleteAccount(
  input: InputOf<typeof accountDeletion.deleteAccount>,
): Promise<ActionResult<object>> {
  const response = await actWithLimit(accountDeletion.deleteAccount, input)
  if (!response.ok) return response
  await endCurrentSession()
  // Sequence numbers would reveal who takes over the groups and calendars.
  return { ok: true }
}
