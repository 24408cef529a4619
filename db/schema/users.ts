import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'

/**
 * A person with an account, or a member of a group without one (`managed_members`): these have no address and can never
 * sign in. `email` is stored in lower case and has effect on others only once verified.
 */
export const users = pgTable(
  'users',
  {
    id: id(),
    email: text(),
    emailVerified: instant(),
    name: text().notNull(),
    /** Path of the user's picture on this server. */
    image: text(),
    /** scrypt: `scrypt$N$r$p$salt$hash`; null for users who only sign in through a provider. */
    passwordHash: text(),
    /** `1990-04-12`, or `--04-12` without the year of birth. Visible to members of the user's groups. */
    birthday: text(),
    timeZone: text().notNull().default('UTC'),
    locale: text().notNull().default('en'),
    /** 1 Monday … 7 Sunday (ISO 8601). */
    weekStart: smallint().notNull().default(1),
    hourCycle: text({ enum: ['h12', 'h23'] })
      .notNull()
      .default('h23'),
    theme: text({ enum: ['system', 'light', 'dark'] })
      .notNull()
      .default('system'),
    /** How views draw events that the user has declined. */
    declinedEvents: text({ enum: ['struck', 'hidden'] })
      .notNull()
      .default('struck'),
    /** Whether the user is an administrator: the first user, and users whom an administrator appoints. */
    instanceAdmin: boolean().notNull().default(false),
    /** While set, the user may not sign in. Their data stays. */
    suspendedAt: instant(),
    /** When the user last saw the list of changes. Written by queries/seen-news.ts only. */
    newsSeenAt: instant(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [
    uniqueIndex('users_email').on(t.email),
    check('users_without_account', sql`email is not null or (password_hash is null and not instance_admin)`),
    index('users_image').on(t.image).where(sql`image is not null`),
  ],
)

/**
 * An account at an OAuth provider, by which a user can sign in. The columns of its tokens stay null: tokens are stored
 * only in connections, encrypted.
 */
export const accounts = pgTable(
  'accounts',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text().notNull(),
    provider: text().notNull(),
    providerAccountId: text().notNull(),
    refresh_token: text(),
    access_token: text(),
    expires_at: integer(),
    token_type: text(),
    scope: text(),
    id_token: text(),
    session_state: text(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] }), index('accounts_user').on(t.userId)],
)

/** A sign-in in a browser. `sessionToken`: SHA-256 of the cookie's value. Written by access/sessions.ts only. */
export const sessions = pgTable(
  'sessions',
  {
    sessionToken: text().primaryKey(),
    /** The id in lists of sessions, by which a session is ended. */
    id: uuid().notNull().defaultRandom().unique('sessions_id'),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expires: instant().notNull(),
    createdAt: createdAt(),
    /** Accurate to some minutes. */
    lastUsedAt: createdAt(),
    /** The User-Agent header. */
    userAgent: text(),
    /** The address it was last used from. */
    address: text(),
  },
  (t) => [index('sessions_user').on(t.userId)],
)

/**
 * A secret link that was sent to an address and works once, for one purpose: to sign in, to choose a new password, or
 * to verify an address (a changed address replaces the old one then). Only the token's SHA-256 is stored.
 */
export const accountLinks = pgTable(
  'account_links',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text({ enum: ['sign-in', 'reset', 'verify'] }).notNull(),
    /** The address it was sent to. */
    email: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [uniqueIndex('account_links_token').on(t.tokenHash), index('account_links_user').on(t.userId)],
)

/** Counted attempts, by account, address or both. Written by access/attempts.ts only. */
export const attempts = pgTable('attempts', {
  key: text().primaryKey(),
  count: integer().notNull(),
  /** When counting began; it restarts after the period of the limit. */
  since: instant().notNull(),
})

/** People whose shares and invitations a user does not want to receive. */
export const blockedUsers = pgTable(
  'blocked_users',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    blockedId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.blockedId] }), index('blocked_users_blocked').on(t.blockedId)],
)
