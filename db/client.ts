import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { env } from '@/lib/env'
import { redactQueryErrors } from './redact'

type Database = PostgresJsDatabase<Record<string, never>>

/** A transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

/** The database, or a transaction in it: reads take either. */
export type Db = Database | Tx

// Next's dev server loads modules anew at each change; the pool must not be opened anew with them.
const held = globalThis as { kindayPool?: postgres.Sql }

/** The pool behind {@link db}. Opened at the first query, shared by the whole process. */
export function pool(): postgres.Sql {
  held.kindayPool ??= preparing(
    postgres(env.databaseUrl, {
      max: env.databasePool,
      idle_timeout: 60,
      onnotice: () => {},
      // To compile one of our queries takes longer than to run it.
      connection: { application_name: 'kinday', statement_timeout: 30_000, jit: 'off' },
    }),
  )
  return held.kindayPool
}

/**
 * A connection that serves session-level locks alone: it is not closed for being idle or old. Postgres ends the session,
 * and its locks, when this process is killed, or within a minute when its machine is gone.
 */
export function lockSession(onclose: () => void): postgres.Sql {
  return postgres(env.databaseUrl, {
    onclose,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: {
      application_name: 'kinday-locks',
      statement_timeout: 10_000,
      idle_session_timeout: 0,
      tcp_keepalives_idle: 30,
      tcp_keepalives_interval: 10,
      tcp_keepalives_count: 3,
    },
  })
}

let opened: Database | undefined

function open(): Database {
  if (!opened) redactQueryErrors()
  opened ??= drizzle(pool(), { casing: 'snake_case' })
  return opened
}

/** The database, opened at its first use: importing this costs nothing, and needs no database when building. */
export const db: Database = new Proxy({} as Database, {
  getPrototypeOf: () => Object.getPrototypeOf(open()),
  get: (_, name) => {
    const value = Reflect.get(open(), name)
    return typeof value === 'function' ? value.bind(open()) : value
  },
})

/**
 * Drizzle sends its statements through `unsafe`, unprepared, so that Postgres would parse and plan each anew
 * (half the time of a view's query). This prepares every statement that has parameters, in transactions too.
 */
function preparing<S extends postgres.Sql | postgres.TransactionSql>(sql: S): S {
  const unsafe = sql.unsafe.bind(sql)
  const prepared: typeof sql.unsafe = (text, values, options) =>
    unsafe(text, values, { ...options, prepare: Boolean(values?.length) })
  Object.assign(sql, { unsafe: prepared })
  if ('begin' in sql) {
    const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>
    const wrapped = (...args: unknown[]) => {
      const run = args.pop() as (tx: postgres.TransactionSql) => unknown
      return begin(...args, (tx: postgres.TransactionSql) => run(preparing(tx)))
    }
    Object.assign(sql, { begin: wrapped })
  }
  return sql
}
