import type { useTranslations } from 'next-intl'
import type { NotificationItem } from '@/lib/schemas/notifications'
import { describeInSentence } from './change-sentence'
import { authorText, changeText, occurrenceText } from './change-text'
import type { ChangeContext } from './value-text'

/** Translator of the namespace `notifications`. */
export type NotificationTranslator = ReturnType<typeof useTranslations<'notifications'>>

/** Returns the sentence that describes a notification. */
export function notificationText(
  item: NotificationItem,
  context: ChangeContext,
  t: NotificationTranslator,
): string {
  const { op, title, changes, where, count } = item
  const who = authorText(item, context)
  switch (op) {
    case 'invited':
    case 'group-invitation':
    case 'joined':
    case 'shared':
    case 'many':
    case 'reminder':
    case 'reminders':
    case 'place':
    case 'waiting':
    case 'commented':
    case 'comments':
    case 'mentioned':
    case 'message':
    case 'messages':
    case 'mentioned-in-group':
    case 'sync-sign-in':
    case 'sync-consent':
    case 'sync-approval':
    case 'sync-stopped':
    case 'task-assigned':
    case 'task-due':
    case 'duty-asked':
    case 'duty-reminder':
    case 'unclaimed':
    case 'unconfirmed':
    case 'gathering-invited':
    case 'voted':
    case 'votes':
    case 'slots':
    case 'deadline':
    case 'locked':
    case 'gathering-cancelled':
      return t(`did.${op}`, {
        who,
        title: title || context.event('untitled'),
        where: where?.name ?? '',
        count,
      })
    default:
      return describeInSentence({ author: who, op, title, changes }, context)
  }
}

/** Returns the old and new values that a notification shows. An answer is stated by the sentence instead. */
export function notificationChanges({ op, changes }: NotificationItem, context: ChangeContext) {
  const shown = changes.filter(({ field }) => op !== 'answered' || field !== 'answer')
  return shown.map((change) => {
    const { field, ...values } = changeText(change, context)
    const day = change.occurrence && context.t('onDay', { day: occurrenceText(change.occurrence, context) })
    return { key: `${change.field} ${change.occurrence}`, label: day ? `${field} ${day}` : field, ...values }
  })
}
