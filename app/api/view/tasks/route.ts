import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { tasksPage } from '@/lib/queries/tasks'
import { tasksOutput } from '@/lib/schemas/tasks'

/** Returns the task lists of the user's groups, and the user's own tasks. */
export const GET = jsonEndpoint(tasksOutput, async () => {
  const { reach } = await requestReach()
  return tasksPage(db, reach)
})
