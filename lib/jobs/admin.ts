import { db, pool } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { execute } from '@/lib/commands/execute'
import { announced } from '@/lib/commands/pings'
import { resetPassword } from '@/lib/commands/users'
import { AppError } from '@/lib/errors'
import { instanceOverview, instanceUsers } from '@/lib/queries/instance'

/** `npm run admin`: what whoever owns the machine may do from its shell. */
const ADMIN = { kind: 'job', name: 'admin' } as const

const USAGE = `npm run admin -- health                    what the installation holds, and what waits
npm run admin -- users                     everybody with an account
npm run admin -- reset-password <e-mail>   a new password, and the end of all sessions`

const [verb, argument] = process.argv.slice(2)
try {
  await run()
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(
    error.code === 'NOT_FOUND'
      ? `There is no account with ${argument}.`
      : `That is not an e-mail address: ${argument}`,
  )
  process.exitCode = 1
}
await announced()
await pool().end()

async function run(): Promise<void> {
  switch (verb) {
    case 'health':
      return console.table(
        await db.transaction(async (tx) =>
          instanceOverview(tx, await grant(tx, ADMIN, 'own', 'instance', null)),
        ),
      )
    case 'users':
      return console.table(
        await db.transaction(async (tx) =>
          instanceUsers(tx, await grant(tx, ADMIN, 'own', 'instance', null)),
        ),
      )
    case 'reset-password': {
      const { result } = await execute(ADMIN, resetPassword, { email: argument }, { origin: 'job' })
      return console.log(
        `The new password of ${argument} is ${result.password}\nAll their sessions have ended.`,
      )
    }
    default:
      console.log(USAGE)
      process.exitCode = verb ? 1 : 0
  }
}
