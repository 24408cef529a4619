import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { taskListPage } from '@/lib/queries/tasks'
import { parseInput } from '@/lib/schemas/parse-input'
import { taskListOutput } from '@/lib/schemas/tasks'
import { uuid } from '@/lib/schemas/text'

/** Returns a list of tasks. */
export const GET = jsonEndpoint(
  taskListOutput,
  async (_request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    return db.transaction(async (tx) => taskListPage(tx, await grant(tx, actor, 'read', 'task-list', id)))
  },
)
