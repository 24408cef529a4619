import type { taskLists } from '@/db/schema/tasks'
import type { NewNotification } from './notify'

/** Returns the notification of a duty. What it says follows from the duty as it is when it is read. */
export function dutyNotice(
  {
    groupId,
    eventId,
    recurrenceId,
    gatheringId,
  }: Pick<typeof taskLists.$inferSelect, 'groupId' | 'eventId' | 'recurrenceId' | 'gatheringId'>,
  taskId: string,
  kind: 'duty' | 'unclaimed',
  userId: string,
): NewNotification {
  return { kind, userId, taskId, groupId, eventId, recurrenceId, gatheringId }
}
