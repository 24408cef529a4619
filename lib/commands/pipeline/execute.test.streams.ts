import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { userIdOf } from '@/lib/access/actor'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import { command } from './execute'

/** Number of runs of {@link writeStreams}, including retries after a deadlock. */
export let runs = 0

/** Command that writes to the given streams and enqueues a job, then fails if `fails` is set. */
export const writeStreams = command({
  name: 'writeStreams',
  input: z.object({ streams: z.array(z.string()), fails: z.boolean().default(false) }),
  output: z.null(),
  on: () => ({ people: ['read', 'people', []] }), // locks nothing

  async run({ tx, actor }, { streams, fails }) {
    runs++
    const jobs: Job[] = [{ name: 'cut-off', payload: { user: userIdOf(actor) } }]
    if (fails) await tx.execute(sql`create table half_done ()`)
    return {
      result: null,
      changes: streams.map((id) => ({
        // With an invalid stream name, the statement that records changes and jobs fails.
        stream: fails ? (null as unknown as ReturnType<typeof streamName>) : streamName('calendar', id),
        entity: 'calendar' as const,
        id,
        op: 'changed' as const,
      })),
      jobs,
    }
  },
})
