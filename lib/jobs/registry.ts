import { tellAddress } from '@/lib/commands/audience'
import { execute } from '@/lib/commands/execute'
import { deliver } from '@/lib/commands/mailing'
import { deriveSpans, purge } from '@/lib/commands/upkeep'
import type { JobName, Jobs } from '@/lib/queue'
import { cutOff } from '@/lib/realtime/publish'

/** Every job by name. Each may run twice: its effect happens once. */
export const JOBS: { [N in JobName]: (payload: Jobs[N]) => Promise<void> } = {
  'cut-off': ({ user }) => cutOff(user),
  'tell-address': async (payload) => {
    await execute({ kind: 'job', name: 'tell-address' }, tellAddress, payload, { origin: 'job' })
  },
  mail: ({ delivery }) => deliver(delivery),
  purge: () => purge(),
  'derive-spans': () => deriveSpans(),
}

/** When jobs start by themselves, in cron's words, in UTC. */
export const SCHEDULE: { job: JobName; at: string }[] = [{ job: 'purge', at: '17 3 * * *' }]

/** Jobs that every start asks for once. */
export const AT_START: JobName[] = ['derive-spans']

/** How often what was committed, but not told, is looked for. */
export const RESEND_EVERY_MS = 2500
