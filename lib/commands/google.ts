import { eq } from 'drizzle-orm'
import { accounts, users } from '@/db/schema/users'
import { requireIdentity, verifyCurrentPassword, wrongCurrentPassword } from '@/lib/commands/checks/password'
import { secureClaimedAccount, userChanged } from '@/lib/commands/effects/claim-account'
import { queueSignInMethodMail } from '@/lib/commands/effects/security-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { emptyOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/security'

/** Connects an OAuth account. Mails the user about it, unless the account is new. Only for the auth adapter. */
export const connectProvider = command({
  name: 'connectProvider',
  input: schemas.connectProvider,
  output: emptyOutput,
  on: ({ email }) => ({ account: ['authenticate', 'account', email] }),
  async run({ tx, grants }, { provider, type, providerAccountId, isNew }) {
    const user = grants.account.row
    await tx.insert(accounts).values({ userId: user.id, provider, type, providerAccountId })
    const jobs = isNew ? [] : await queueSignInMethodMail(tx, user, 'google-connected')
    return { result: {}, changes: [userChanged(user.id)], jobs }
  },
})

/** Disconnects Google. Refused for the last sign-in method: a password, or sign-in links by mail, must remain. */
export const disconnectGoogle = command({
  name: 'disconnectGoogle',
  input: schemas.confirmIdentity,
  output: emptyOutput,
  on: ({ session }) => ({ self: ['own', 'self', null], session: ['own', 'session', session] }),
  prepare: ({ actor, input: { current } }) => verifyCurrentPassword(actor, current, wrongCurrentPassword()),
  async run({ tx, grants, now, prepared }) {
    const user = grants.self.row
    requireIdentity(grants, prepared, now)
    if (!user.passwordHash && !(isMailEnabled() && user.emailVerified)) throw new AppError('CONFLICT')
    const deleted = await tx
      .delete(accounts)
      .where(eq(accounts.userId, user.id))
      .returning({ userId: accounts.userId })
    if (!deleted.length) return { result: {}, changes: [] }
    const jobs = await queueSignInMethodMail(tx, user, 'google-disconnected')
    return { result: {}, changes: [userChanged(user.id)], jobs }
  },
})

/**
 * Secures an account whose address the provider has verified (effects/claim-account.ts). Only for the auth callbacks.
 */
export const claimAccount = command({
  name: 'claimAccount',
  input: schemas.claimAccount,
  output: emptyOutput,
  on: ({ email }) => ({ account: ['authenticate', 'account', email] }),
  async run({ tx, grants, now }) {
    return { result: {}, ...(await secureClaimedAccount(tx, grants.account.row, now)) }
  },
})

/**
 * Marks the address of the signed-in user as verified by the provider. Sessions and shares stay, unlike in
 * claimAccount. Only for the auth callbacks.
 */
export const confirmOwnAddress = command({
  name: 'confirmOwnAddress',
  input: schemas.claimAccount,
  output: emptyOutput,
  on: ({ email }) => ({ account: ['authenticate', 'account', email] }),
  async run({ tx, grants, now }) {
    const { id, emailVerified } = grants.account.row
    if (emailVerified) return { result: {}, changes: [] }
    await tx.update(users).set({ emailVerified: now }).where(eq(users.id, id))
    const change = { ...userChanged(id), before: { emailVerified: null }, after: { emailVerified: now } }
    return { result: {}, changes: [change] }
  },
})
