import { PgDatabase } from 'drizzle-orm/pg-core'

/** Ends this process with SIGKILL before or after its n-th commit. */
export function killAt(commit: number, moment: 'before' | 'after'): void {
  let commits = 0
  const transaction = PgDatabase.prototype.transaction
  PgDatabase.prototype.transaction = async function (work, config) {
    const isLast = ++commits === commit
    const run: typeof work = async (tx) => {
      const result = await work(tx)
      if (isLast && moment === 'before') kill()
      return result
    }
    const result = await transaction.call(this, run as never, config)
    if (isLast && moment === 'after') kill()
    return result as never
  }
}

function kill(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}
