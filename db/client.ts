import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { env } from '@/lib/env'
import { redactQueryErrors } from './redact'

type Database = PostgresJsDatabase<Record<string, never>>

/** A transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

/** The database or a transaction. Reads take either. */
export type Db = Database | Tx

// Next's dev server reloads modules on each change; the pool must survive that.
const globals = globalThis as { kindayPool?: postgres.Sql }

/** Returns the connection pool of {@link db}, shared by the whole process. It connects at the first query. */
export function pool(): postgres.Sql {
  globals.kindayPool ??= withPreparedStatements(
    postgres(env.databaseUrl, {
      max: env.databasePool,
      idle_timeout: 60,
      onnotice: () => {},
      // JIT compilation of our queries takes longer than running them.
      connection: { application_name: 'kinday', statement_timeout: 30_000, jit: 'off' },
    }),
  )
  return globals.kindayPool
}

/**
 * Opens a connection for session-level locks only, without idle or lifetime limits. Postgres ends the session,
 * and its locks, when this process is killed, or within a minute when its machine is gone.
 */
export function openLockSession(onclose: () => void): postgres.Sql {
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

let opened: (Database & { $client: postgres.Sql }) | undefined

function open(): Database {
  const client = pool()
  if (!opened) redactQueryErrors()
  if (opened?.$client !== client) opened = drizzle(client, { casing: 'snake_case' })
  return opened
}

/** The database. It connects at the first use, so builds can import it without a database. */
export const db: Database = new Proxy({} as Database, {
  getPrototypeOf: () => Object.getPrototypeOf(open()),
  get: (_, name) => {
    const value = Reflect.get(open(), name)
    return typeof value === 'function' ? value.bind(open()) : value
  },
})

/**
 * Prepares every statement with parameters, also in transactions. Drizzle sends statements unprepared through `unsafe`,
 * so Postgres would parse and plan each one again (half the time of a view's query).
 */
function withPreparedStatements<S extends postgres.Sql | postgres.TransactionSql>(sql: S): S {
  const unsafe = sql.unsafe.bind(sql)
  const prepared: typeof sql.unsafe = (text, values, options) =>
    unsafe(text, values, { ...options, prepare: Boolean(values?.length) })
  Object.assign(sql, { unsafe: prepared })
  if ('begin' in sql) {
    const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>
    const wrapped = (...args: unknown[]) => {
      const run = args.pop() as (tx: postgres.TransactionSql) => unknown
      return begin(...args, (tx: postgres.TransactionSql) => run(withPreparedStatements(tx)))
    }
    Object.assign(sql, { begin: wrapped })
  }
  return sql
}
