import type { PushButton } from '@/lib/push/message'
import type { NotificationItem } from '@/lib/schemas/notifications'
import type { PushTranslator } from './push-texts'

/** Minutes for which the button of a reminder snoozes it. */
const SNOOZE_MINUTES = '15'

/**
 * Returns the buttons of a notification: to answer an invitation, or to snooze and dismiss a reminder. Devices show
 * two. `versionToComplete`: the version of the event; null if the user cannot complete it.
 */
export function buttonsOf(
  item: NotificationItem,
  versionToComplete: number | null,
  t: PushTranslator,
): PushButton[] {
  const { id: notification, eventId } = item
  const read = { name: 'markNotificationsRead', input: { which: { ids: [notification] } } }
  if (item.op === 'invited' && eventId) {
    const { isPending, answer } = item
    if (!isPending && answer?.status !== 'needs-action') return []
    const reply = (isYes: boolean) =>
      isPending
        ? { name: isYes ? 'acceptEventInvitation' : 'declineEventInvitation', input: { event: eventId } }
        : {
            name: 'answerEvent',
            input: { id: eventId, version: answer!.version, status: isYes ? 'accepted' : 'declined' },
          }
    return [
      { id: 'yes', title: t('yes'), commands: [reply(true), read] },
      { id: 'no', title: t('no'), commands: [reply(false), read] },
    ]
  }
  if (item.op !== 'reminder' || !item.openAt) return []
  const { id, occurrence } = item.openAt
  const dismiss = { name: 'dismissAlarm', input: { notification } }
  const complete = {
    name: 'updateEvent',
    input: {
      ...{ id, version: versionToComplete, patch: { done: true } },
      ...(occurrence && { occurrence: { id: occurrence, scope: 'this' } }),
    },
  }
  return [
    {
      id: 'snooze',
      title: t('snooze'),
      commands: [{ name: 'snoozeAlarm', input: { notification, until: SNOOZE_MINUTES } }],
    },
    versionToComplete === null
      ? { id: 'dismiss', title: t('dismiss'), commands: [dismiss] }
      : { id: 'done', title: t('done'), commands: [complete, dismiss] },
  ]
}
