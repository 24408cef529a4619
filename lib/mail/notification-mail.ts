import { toSingleLine } from '@/lib/calendar/text'
import { notificationPath } from '@/lib/event-text/notification-path'
import { notificationChanges, notificationText } from '@/lib/event-text/notification-text'
import { formatWhen } from '@/lib/event-text/when-text'
import type { NotificationItem } from '@/lib/schemas/notifications'
import type { MailTexts } from './mail-texts'
import type { MailDetail, MailMessage, MailSection } from './message'
import { addressOf, mailOrigin, type RenderedMail, renderMessage } from './templates'
import { MAX_IN_BODY, MAX_IN_SUBJECT, userText } from './user-text'

/** Maximum number of notifications that a mail lists. */
const MAX_LISTED = 30

/** Renders a mail about notifications: one, several of a kind, or the daily digest. */
export function renderNotificationMail(
  items: readonly NotificationItem[],
  texts: MailTexts,
  { isDigest, subscription }: { isDigest: boolean; subscription: string },
): RenderedMail {
  const { t } = texts
  const [first] = items as [NotificationItem]
  const isSingle = items.length === 1 && !isDigest
  const count = items.length
  const lead = isSingle
    ? sentenceOf(first, texts, MAX_IN_BODY)
    : t(isDigest ? 'user.digest' : 'user.several', { count })
  const message: MailMessage = {
    ...frameOf(texts, subscription, t(isDigest ? 'user.endDigest' : 'user.end')),
    subject: toSingleLine(isSingle ? sentenceOf(first, texts, MAX_IN_SUBJECT) : lead),
    lead,
    details: isSingle ? detailsOf(first, texts) : [],
    sections: isSingle ? [] : items.slice(0, MAX_LISTED).map((item) => sectionOf(item, texts)),
    link: { address: addressOf(isSingle ? notificationPath(first) : '/notifications'), text: t('user.open') },
  }
  return { ...renderMessage(message), unsubscribe: unsubscribeAddress(subscription) }
}

/** Returns the parts that mails to users share. */
export function frameOf({ language, t }: MailTexts, subscription: string, end: string) {
  return {
    ...{ language, hint: t('linkHint'), end },
    footer: { address: addressOf(`/subscriptions/${subscription}`), text: t('user.unsubscribe') },
    signature: t('signature', { address: new URL(mailOrigin()).host }),
  }
}

/** Returns the address for one-click requests of mail programs (RFC 8058). */
export function unsubscribeAddress(subscription: string): string {
  return addressOf(`/api/subscriptions/${subscription}`)
}

/** Shortens texts of other users and removes links from them, as in all mails. */
function withSafeTexts(item: NotificationItem, max: number): NotificationItem {
  return {
    ...item,
    title: userText(item.title, max),
    by: item.by && { ...item.by, name: item.by.name && userText(item.by.name, max) },
    // The name of a connected account is an address that the user has entered.
    where:
      item.where &&
      (isOfAccount(item) ? item.where : { ...item.where, name: userText(item.where.name, max) }),
    changes: item.changes.map((change) => ({
      ...change,
      ...(typeof change.from === 'string' && { from: userText(change.from, max) }),
      ...(typeof change.to === 'string' && { to: userText(change.to, max) }),
      ...(change.person && { person: userText(change.person, max) }),
    })),
  }
}

function isOfAccount({ op }: NotificationItem): boolean {
  return op === 'sync-sign-in' || op === 'sync-consent'
}

function sentenceOf(item: NotificationItem, { context, notifications }: MailTexts, max: number): string {
  return notificationText(withSafeTexts(item, max), context, notifications)
}

function detailsOf(item: NotificationItem, { context, t }: MailTexts): MailDetail[] {
  const isMoved = item.changes.some(({ field }) => field === 'span')
  const when =
    item.when && !isMoved
      ? [
          {
            label: t('guest.when'),
            value: formatWhen(item.when, context.viewer, context.today, context.event),
          },
        ]
      : []
  const changes = notificationChanges(withSafeTexts(item, MAX_IN_BODY), context).map(
    ({ label, from, to }) => ({
      ...{ label, value: to, before: t('guest.before', { text: from }) },
    }),
  )
  return [...when, ...changes]
}

function sectionOf(item: NotificationItem, texts: MailTexts): MailSection {
  const { t } = texts
  return {
    heading: sentenceOf(item, texts, MAX_IN_BODY),
    details: detailsOf(item, texts),
    link: { address: addressOf(notificationPath(item)), text: t('user.open') },
  }
}
