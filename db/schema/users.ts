import { boolean, integer, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'

/** A person with an account. `email` is stored in lower case and has effect on others only once verified. */
export const users = pgTable(
  'users',
  {
    id: id(),
    email: text().notNull(),
    emailVerified: instant(),
    name: text().notNull(),
    image: text(),
    /** scrypt: `scrypt$N$r$p$salt$hash`; null for those who only sign in through a provider. */
    passwordHash: text(),
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
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [uniqueIndex('users_email').on(t.email)],
)

/** A way to sign in through a provider. Tokens are never kept here: connections hold them, encrypted. */
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
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] })],
)

/** `sessionToken` is the SHA-256 of the cookie's value. Written by the auth adapter only. */
export const sessions = pgTable('sessions', {
  sessionToken: text().primaryKey(),
  userId: uuid()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  expires: instant().notNull(),
  createdAt: createdAt(),
})

/** Magic links. `token` is hashed by the auth library. */
export const verificationTokens = pgTable(
  'verification_tokens',
  {
    identifier: text().notNull(),
    token: text().notNull(),
    expires: instant().notNull(),
    used: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.identifier, t.token] })],
)
