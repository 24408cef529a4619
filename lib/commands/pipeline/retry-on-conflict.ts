import { isTransactionConflict } from '@/db/errors'

const MAX_ATTEMPTS = 5

/** Maximum delay after the first attempt. It grows with each further attempt. */
const MAX_RETRY_DELAY_MS = 50

/**
 * Retries a transaction that Postgres aborted because of another one, after a random delay so that they do not
 * conflict again.
 */
export async function retryOnConflict<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isTransactionConflict(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_RETRY_DELAY_MS * attempt))
    }
  }
}
